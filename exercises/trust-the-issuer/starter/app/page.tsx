"use client";

import { SignInButton, SignOutButton, useAuth } from "@clerk/nextjs";
import { Authenticated, AuthLoading, Unauthenticated, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export default function Page() {
  return (
    <main>
      <h1>My notes</h1>
      <AuthLoading>
        <p>Checking who you are…</p>
      </AuthLoading>
      <Unauthenticated>
        <Stranger />
      </Unauthenticated>
      <Authenticated>
        <SignOutButton>
          <button>Sign out</button>
        </SignOutButton>
        <Notes />
      </Authenticated>
    </main>
  );
}

function Stranger() {
  const { isSignedIn } = useAuth();
  if (!isSignedIn) {
    return (
      <SignInButton mode="modal">
        <button>Sign in</button>
      </SignInButton>
    );
  }
  return (
    <>
      <p>Clerk knows you. Convex does not.</p>
      <SignOutButton>
        <button>Sign out</button>
      </SignOutButton>
    </>
  );
}

function Notes() {
  const notes = useQuery(api.notes.mine);
  if (notes === undefined) return <p>Loading notes…</p>;
  return (
    <ul aria-label="Notes">
      {notes.map((note) => (
        <li key={note._id}>{note.text}</li>
      ))}
    </ul>
  );
}

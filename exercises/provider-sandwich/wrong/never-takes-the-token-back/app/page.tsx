"use client";

import { SignInButton, SignOutButton, useAuth } from "@clerk/nextjs";
import { useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export default function Page() {
  const { isSignedIn } = useAuth();
  return (
    <main>
      <h1>My notes</h1>
      {isSignedIn ? (
        <>
          <SignOutButton>
            <button>Sign out</button>
          </SignOutButton>
          <Notes />
        </>
      ) : (
        <SignInButton mode="modal">
          <button>Sign in</button>
        </SignInButton>
      )}
    </main>
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

"use client";

import { useEffect } from "react";
import { SignInButton, SignOutButton, useAuth } from "@clerk/nextjs";
import { useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export default function Page() {
  const { isLoaded, isSignedIn } = useAuth();
  return (
    <main>
      <h1>My profile</h1>
      {!isLoaded && <p>Checking who you are…</p>}
      {isSignedIn ? (
        <SignOutButton>
          <button>Sign out</button>
        </SignOutButton>
      ) : (
        <SignInButton mode="modal">
          <button>Sign in</button>
        </SignInButton>
      )}
      <Profile />
    </main>
  );
}

function Profile() {
  const { isLoaded } = useAuth();
  const storeUser = useMutation(api.users.storeUser);
  const me = useQuery(api.users.me);

  // Your turn. Runs once Clerk has loaded, whoever is there.
  useEffect(() => {
    if (isLoaded) void storeUser();
  }, [isLoaded, storeUser]);

  if (!me) return <p>No profile yet.</p>;
  return <p>Stored as {me.name}.</p>;
}

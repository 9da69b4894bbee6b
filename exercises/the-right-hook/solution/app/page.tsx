"use client";

import { useEffect } from "react";
import { SignInButton, SignOutButton } from "@clerk/nextjs";
import { Authenticated, AuthLoading, Unauthenticated, useMutation, useQuery } from "convex/react";
import { api } from "../convex/_generated/api";

export default function Page() {
  return (
    <main>
      <h1>My profile</h1>
      <AuthLoading>
        <p>Checking who you are…</p>
      </AuthLoading>
      <Unauthenticated>
        <SignInButton mode="modal">
          <button>Sign in</button>
        </SignInButton>
      </Unauthenticated>
      <Authenticated>
        <SignOutButton>
          <button>Sign out</button>
        </SignOutButton>
        <Profile />
      </Authenticated>
    </main>
  );
}

/** Only ever on the screen while Convex knows who is there. */
function Profile() {
  const storeUser = useMutation(api.users.storeUser);
  const me = useQuery(api.users.me);

  useEffect(() => {
    void storeUser();
  }, [storeUser]);

  if (!me) return <p>No profile yet.</p>;
  return <p>Stored as {me.name}.</p>;
}

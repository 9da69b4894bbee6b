"use client";

import { ReactNode, useEffect } from "react";
import { ClerkProvider, useAuth } from "@clerk/nextjs";
import { ConvexProvider, ConvexReactClient } from "convex/react";

const convex = new ConvexReactClient(process.env.NEXT_PUBLIC_CONVEX_URL!);

export function Providers({ children }: { children: ReactNode }) {
  return (
    <ClerkProvider>
      <Convex>{children}</Convex>
    </ClerkProvider>
  );
}

function Convex({ children }: { children: ReactNode }) {
  const { getToken, isSignedIn } = useAuth();
  useEffect(() => {
    if (isSignedIn) convex.setAuth(() => getToken());
  }, [getToken, isSignedIn]);
  return <ConvexProvider client={convex}>{children}</ConvexProvider>;
}

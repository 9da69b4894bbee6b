/** The variables that the exercises read; a deployment and an app each have their own. */
declare const process: {
  readonly env: {
    readonly CLERK_JWT_ISSUER_DOMAIN: string;
    readonly NEXT_PUBLIC_CONVEX_URL: string | undefined;
    readonly NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: string | undefined;
  };
};

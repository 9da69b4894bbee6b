/**
 * The one prebuilt bundle of npm packages. Each is evaluated when it is first asked for, and once: two copies of React,
 * of `convex/react` or of `@clerk/shared` would not know each other's providers.
 */
const packages: Readonly<Record<string, () => unknown>> = {
  "@clerk/clerk-js": () => require("@clerk/clerk-js"),
  "@clerk/nextjs": () => require("@clerk/nextjs"),
  "@clerk/react": () => require("@clerk/react"),
  "convex/browser": () => require("convex/browser"),
  "convex/react": () => require("convex/react"),
  "convex/react-clerk": () => require("convex/react-clerk"),
  "convex/server": () => require("convex/server"),
  "convex/values": () => require("convex/values"),
  "next/link": () => require("next/link"),
  "next/navigation": () => require("next/navigation"),
  react: () => require("react"),
  "react-dom": () => require("react-dom"),
  "react-dom/client": () => require("react-dom/client"),
  "react/jsx-runtime": () => require("react/jsx-runtime"),
};

declare function require(name: string): unknown;
declare const handoffDefineAppPackages: (packages: Readonly<Record<string, () => unknown>>) => void;

handoffDefineAppPackages(packages);

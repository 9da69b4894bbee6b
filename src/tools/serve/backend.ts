/** A Convex deployment and, if wanted, a Clerk instance in this process: the page's own modules, without a page. */
import { build } from "esbuild-wasm";
import { compileApp } from "../../compiler/compile.ts";
import { createDeploymentApi } from "../../deployment/api.ts";
import { createIssuerApi } from "../../issuer/api.ts";
import { networkPort, type NetworkPort } from "../../network/network-port.ts";
import { openBackstage } from "../../run/backstage.ts";
import { networkAnswerer } from "./internet.ts";
import type { SourceFiles } from "../../wire/compiler.ts";
import type { InstanceView, Person } from "../../wire/issuer.ts";
import { failure, success, type Result } from "../../base/result.ts";
import { loadSandboxScripts } from "../node-sandbox/scripts.ts";
import { openThreadFrame } from "../node-sandbox/thread-frame.ts";

const ID = "served";
const DEPLOYMENT = "swift-lemur-412";
export const CLERK_HOST = "calm-otter-42.clerk.accounts.dev";

export type BackendOptions = {
  /** Environment variables of the deployment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly people: readonly Person[];
  readonly appOrigin: string;
  /** Where the deployment and its HTTP actions are found; null: where it believes to be. */
  readonly origins: { readonly cloud: string; readonly site: string } | null;
  readonly adminKey: string | null;
  readonly type: "development" | "production";
  readonly tokenProfile: "convex" | "strict";
};

export type Backend = {
  /** As the deployment knows itself: `https://….convex.cloud` and `https://….convex.site`. */
  readonly cloudOrigin: string;
  readonly siteOrigin: string;
  readonly clerkOrigin: string;
  readonly deployment: NetworkPort;
  readonly issuer: NetworkPort;
  /** The Clerk instance as its owner sees it. */
  inspectClerk(): Promise<InstanceView>;
  /** Compiles and pushes the files of a `convex/` folder, by their path in it. The failure is for a person to read. */
  push(files: SourceFiles): Promise<Result<null, string>>;
  close(): Promise<void>;
};

export async function openBackend({
  environment,
  people,
  appOrigin,
  origins,
  adminKey,
  type,
  tokenProfile,
}: BackendOptions): Promise<Backend> {
  const deployments = createDeploymentApi();
  const issuers = createIssuerApi();
  const loading = loadSandboxScripts();
  await loading;
  const backstage = openBackstage(openThreadFrame(), loading);
  await Promise.all([
    issuers.open(ID, { frontendApiHost: CLERK_HOST, applicationName: "Served app", appOrigin, people }),
    deployments.open(ID, {
      name: DEPLOYMENT,
      environment,
      ...(adminKey === null ? {} : { adminKey }),
      ...(origins === null ? {} : { origin: origins.cloud, siteOrigin: origins.site }),
      type,
      tokenProfile,
    }),
  ]);

  const forApp = new MessageChannel();
  const forDeployment = new MessageChannel();
  const internet = new MessageChannel();
  const clients = new MessageChannel();
  await issuers.connect(ID, "app", forApp.port1, null);
  await issuers.connect(ID, "deployment", forDeployment.port1, null);
  networkAnswerer(internet.port1, { [CLERK_HOST]: networkPort(forDeployment.port2) });
  await deployments.connectInternet(ID, internet.port2);
  await deployments.connectClient(ID, clients.port1, null);

  /** A function that holds its thread is ended with it; the next isolate has the functions of the last push. */
  async function replaceIsolate(functions: "empty" | "last-push"): Promise<void> {
    const isolate = backstage.takeIsolate();
    const [port] = isolate.ports;
    if (port === undefined) throw new Error("The isolate has no port.");
    const stuck = new MessageChannel();
    stuck.port1.onmessage = () => {
      stuck.port1.close();
      isolate.terminate();
      void replaceIsolate("last-push");
    };
    await Promise.all([
      deployments.connectIsolate(ID, port, functions),
      deployments.onIsolateStuck(ID, stuck.port2),
    ]);
  }
  await replaceIsolate("empty");

  return {
    cloudOrigin: `https://${DEPLOYMENT}.convex.cloud`,
    siteOrigin: `https://${DEPLOYMENT}.convex.site`,
    clerkOrigin: `https://${CLERK_HOST}`,
    deployment: networkPort(clients.port2),
    issuer: networkPort(forApp.port2),
    inspectClerk: () => issuers.inspect(ID),
    async push(files) {
      const compiled = await compileApp({ build }, { ...NO_APP, ...inConvexFolder(files) });
      if (!compiled.ok) {
        return failure(
          compiled.error
            .map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`)
            .join("\n"),
        );
      }
      const pushed = await deployments.push(ID, compiled.value.functionsScript);
      if (pushed.ok) return success(null);
      const { file, message } = pushed.error;
      return failure(file === null ? message : `${file}: ${message}`);
    },
    async close() {
      backstage.remove();
      await Promise.all([deployments.close(ID), issuers.close(ID)]);
      for (const { port1, port2 } of [forApp, forDeployment, internet, clients]) {
        port1.close();
        port2.close();
      }
    },
  };
}

/** The compiler wants an app, which nobody serves here. */
const NO_APP: SourceFiles = { "app/page.tsx": "export default function Page() { return null; }" };

function inConvexFolder(files: SourceFiles): SourceFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`convex/${path}`, text]));
}

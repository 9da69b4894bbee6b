/** `ctx.meta`: what a function is told of itself, its transaction and its deployment. */
import { failure, success, type Result } from "../../base/result.ts";
import { metricsOf } from "../database/limits.ts";
import type { Execution } from "./execution.ts";

/** JSON text or the product's sentence; `null` when the operation is not one of these. */
export function answerMeta(
  { target, transaction }: Execution,
  op: string,
  deploymentName: string,
): Result<string, string> | null {
  switch (op) {
    case "1.0/getFunctionMetadata":
      return success(JSON.stringify({ name: `${target.module}:${target.export}`, componentPath: "" }));
    case "1.0/getDeploymentMetadata":
      return success(JSON.stringify({ name: deploymentName, region: null, class: "s16" }));
    case "1.0/getTransactionMetrics":
      // The package turns this sentence into its own, that actions have no transaction.
      return transaction === null
        ? failure(`Unknown async operation ${op}`)
        : success(JSON.stringify(metricsOf(transaction.usage, transaction.reads.size)));
    default:
      return null;
  }
}

/** Types of the module that checks import; its implementation is in `src/referee/check-api.ts`. */
declare module "handoff/checks" {
  type CheckApi = import("../src/referee/check-api.ts").CheckApi;
  export const people: CheckApi["people"];
  export const anonymous: CheckApi["anonymous"];
  export const as: CheckApi["as"];
  export const asForger: CheckApi["asForger"];
  export const tokenOf: CheckApi["tokenOf"];
  export const asBearer: CheckApi["asBearer"];
  export const clerk: CheckApi["clerk"];
  export type TokenFault = import("../src/wire/referee.ts").TokenFault;
  export const script: CheckApi["script"];
  export const app: CheckApi["app"];
}

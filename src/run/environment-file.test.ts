import { expect, test } from "vitest";
import { appEnvironment, deploymentEnvironment } from "./environment-file.ts";

test("only public names reach the app, without quotes and comments", () => {
  const text = `# comment\nNEXT_PUBLIC_A=1 # one\nexport NEXT_PUBLIC_B="two # words"\nSECRET=x\nNEXT_PUBLIC_C=`;
  expect(appEnvironment({ ".env.local": text })).toEqual({
    NEXT_PUBLIC_A: "1",
    NEXT_PUBLIC_B: "two # words",
    NEXT_PUBLIC_C: "",
  });
});

test("no file is no variables", () => {
  expect(appEnvironment({})).toEqual({});
});

test("the deployment's variables come from its own file, never from the app's", () => {
  const environment = { ISSUER: "given" };
  const local = { ".env.local": "ISSUER=local" };
  expect(deploymentEnvironment(local, { environment })).toEqual({ ISSUER: "given" });
  expect(deploymentEnvironment({ ...local, "deployment.env": "# none\n" }, { environment })).toEqual({});
  expect(deploymentEnvironment({ "deployment.env": 'ISSUER="own"' }, { environment })).toEqual({
    ISSUER: "own",
  });
});

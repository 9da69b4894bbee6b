import { compactVerify, decodeJwt, decodeProtectedHeader, generateKeyPair, SignJWT } from "jose";
import { expect, test } from "vitest";
import { createForger } from "./forged-token.ts";

test("a forgery says the same and is signed by someone else", async () => {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const header = { alg: "RS256", kid: "ins_1", typ: "JWT", cat: "cl_B7d4PD222AAA" };
  const genuine = await new SignJWT({ sub: "user_1", aud: "convex" })
    .setProtectedHeader(header)
    .sign(privateKey);
  const forged = await createForger()(genuine);
  expect(decodeProtectedHeader(forged)).toEqual(header);
  expect(decodeJwt(forged)).toEqual(decodeJwt(genuine));
  await expect(compactVerify(genuine, publicKey)).resolves.toBeDefined();
  await expect(compactVerify(forged, publicKey)).rejects.toThrow("signature verification failed");
});

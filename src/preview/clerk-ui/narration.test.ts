import { expect, test } from "vitest";
import { shortId, Story } from "./narration.ts";

const PASSWORD = { purpose: "check the password", request: "POST /v1/client/sign_ins" };
const TOUCH = { purpose: "use session sess_1", request: "POST /v1/client/sessions/…/touch" };

function listen(): { lines: string[]; story: Story } {
  const lines: string[] = [];
  return { lines, story: new Story((text) => lines.push(text)) };
}

test("each request is told when it is made and again when it is answered, after those before it", async () => {
  const { lines, story } = listen();
  const answer = await story.ask(PASSWORD, () => Promise.resolve("complete"), String);
  await story.ask(
    TOUCH,
    () => Promise.resolve(),
    () => "it is active",
  );
  expect(answer).toBe("complete");
  expect(lines).toEqual([
    "Asked Clerk to check the password (POST /v1/client/sign_ins)…",
    "Asked Clerk to check the password (POST /v1/client/sign_ins). Clerk answered: complete.",
    `${lines[1]} Asked Clerk to use session sess_1 (POST /v1/client/sessions/…/touch)…`,
    `${lines[1]} Asked Clerk to use session sess_1 (POST /v1/client/sessions/…/touch). Clerk answered: it is active.`,
  ]);
});

test("a refusal is told by status and code, and thrown on", async () => {
  const { lines, story } = listen();
  const error = Object.assign(new Error("no"), {
    status: 422,
    errors: [{ code: "form_password_incorrect" }],
  });
  await expect(story.ask(PASSWORD, () => Promise.reject(error), String)).rejects.toBe(error);
  expect(lines.at(-1)).toBe(
    "Asked Clerk to check the password (POST /v1/client/sign_ins): Clerk answered 422, form_password_incorrect.",
  );
});

test("an id is told by its head", () => {
  expect(shortId("sess_3AbCdEfGhIjKl")).toBe("sess_3AbCdE…");
  expect(shortId("sess_1")).toBe("sess_1");
});

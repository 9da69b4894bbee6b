import { expect, test } from "vitest";
import { problemText, refusalText } from "./clerk-problem.ts";

/** As clerk-js throws it. */
const refusal = (status: number, error: Readonly<Record<string, string>>): Error =>
  Object.assign(new Error("from Clerk"), { status, errors: [error] });

test("the long sentence is for the person, status and code for the narration", () => {
  const error = refusal(422, {
    code: "form_password_incorrect",
    message: "is incorrect",
    longMessage: "Password is incorrect. Try again, or use another method.",
  });
  expect(problemText(error)).toBe("Password is incorrect. Try again, or use another method.");
  expect(refusalText(error)).toBe("Clerk answered 422, form_password_incorrect.");
});

test("a restricted instance's refusal says who may change it, a wrong code's which is right", () => {
  expect(
    problemText(
      refusal(403, {
        code: "sign_up_mode_restricted",
        longMessage: "New sign-ups are currently restricted.",
      }),
    ),
  ).toMatch(/^New sign-ups are currently restricted\. Only people .* Clerk pane/);
  expect(problemText(refusal(422, { code: "form_code_incorrect", longMessage: "Incorrect code" }))).toBe(
    "Incorrect code. Here every code is 424242.",
  );
});

test("what is not Clerk's answer is told as it is", () => {
  expect(problemText(new Error("The sign-in stopped at needs_second_factor."))).toBe(
    "The sign-in stopped at needs_second_factor.",
  );
  expect(problemText("?")).toBe("Clerk gave no answer.");
  expect(refusalText(new TypeError("Failed to fetch"))).toBe("it did not come to an answer.");
});

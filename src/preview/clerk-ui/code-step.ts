/** The step in which a person gives the code that an email would have brought. */
import { actionButton, element, uniqueId } from "./element.ts";
import { field, type Panel, type Step } from "./panel.ts";

export type CodeStep = {
  readonly emailAddress: string;
  readonly submit: (code: string) => void;
  readonly sendAgain: () => void;
  /** Label and way back to the step before. */
  readonly back: { readonly label: string; readonly go: () => void };
};

export function codeStep(panel: Panel, { emailAddress, submit, sendAgain, back }: CodeStep): Step {
  const hintId = uniqueId();
  const code = field("Verification code", {
    autocomplete: "one-time-code",
    inputmode: "numeric",
    name: "code",
    required: "",
    "aria-describedby": hintId,
  });
  const hint = "No email is sent here, and the code is always 424242.";
  return {
    title: "Check your email",
    body: [
      element("p", {}, `Clerk sends a code to ${emailAddress}.`),
      panel.form([code.labelled, element("p", { id: hintId, className: "note" }, hint)], () =>
        submit(code.input.value.trim()),
      ),
      element(
        "div",
        { className: "others" },
        actionButton("Send another code", sendAgain),
        actionButton(back.label, back.go),
      ),
    ],
    focus: code.input,
  };
}

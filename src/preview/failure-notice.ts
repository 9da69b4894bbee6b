/** What stands in the frame when the app fell: the error, where the app was. */
import { errorText } from "../base/format.ts";

export function showFailure(host: HTMLElement, error: unknown): void {
  const notice = document.createElement("section");
  notice.setAttribute("role", "alert");
  notice.className = "handoff-failure";
  const heading = document.createElement("h2");
  heading.textContent = "The app stopped with an error";
  const text = document.createElement("pre");
  text.textContent = errorText(error);
  notice.append(heading, text);
  host.replaceChildren(notice);
}

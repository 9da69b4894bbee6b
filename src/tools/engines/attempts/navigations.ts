/** What goes elsewhere or opens something: frames, forms, the frame's own address, windows, the page above. */
import { attempt, type Attempt } from "./attempt.ts";

const aboveAll = { takesPage: true };

// oxfmt-ignore
export const NAVIGATIONS: readonly Attempt[] = [
  attempt("iframe_src", `add("iframe", { src: at.url });`),
  attempt("iframe_about_blank_fetch", `add("iframe").contentWindow.fetch(at.url);`),
  attempt("iframe_srcdoc_nocsp", `add("iframe", { srcdoc: inDocument("fetch(" + here + ")") });`),
  attempt("iframe_data", `add("iframe", { src: data(inDocument("fetch(" + here + ")")) });`),
  attempt("iframe_blob", `add("iframe", { src: blob(inDocument("fetch(" + here + ")"), "text/html") });`),
  attempt("iframe_javascript", `add("iframe", { src: "javascript:void fetch(" + here + ")" });`),
  attempt("fencedframe", `const f = document.createElement("fencedframe"); put(f); f.config = new FencedFrameConfig(at.url);`),
  attempt("form_get", `add("form", { action: at.url }).submit();`),
  attempt("form_post_target_self", `add("form", { action: at.url, method: "post", target: "_self" }).requestSubmit();`),
  attempt("location_href", `location.href = at.url;`),
  attempt("location_replace", `location.replace(at.url);`),
  attempt("meta_refresh", `const m = document.createElement("meta"); m.httpEquiv = "refresh"; m.content = "0;url=" + at.url; document.head.append(m);`),
  attempt("a_click_self", `add("a", { href: at.url }).click();`),
  attempt("location_data_then_img", `location.href = data('<img src="' + at.url + '">');`),
  attempt("location_blob_then_img", `location.href = blob('<img src="' + at.url + '">', "text/html");`),
  attempt("location_javascript", `location.href = "javascript:" + encodeURIComponent("'<img src=" + at.url + ">'");`),
  attempt("navigation_api", `navigation.navigate(at.url);`),
  attempt("document_write", `document.write('<img src="' + at.url + '">' + inDocument("fetch(" + here + ")"));`),
  attempt("download_click", `add("a", { href: at.url, download: "x" }).click();`),
  attempt("window_open", `window.open(at.url);`),
  attempt("a_blank", `add("a", { href: at.url, target: "_blank" }).click();`),
  attempt("top_location", `top.location.href = at.url;`, aboveAll),
  attempt("parent_location", `parent.location.href = at.url;`, aboveAll),
  attempt("top_location_form", `add("form", { action: at.url, target: "_top" }).submit();`, aboveAll),
];

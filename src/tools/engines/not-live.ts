/**
 * Attempts at which nothing arrived even where nothing forbids them: of them, that nothing arrives from the sandbox says
 * nothing. Any other that stops being live is a fault of the test.
 */
import type { EngineName } from "./engine.ts";

/** In none of the engines: they do not have it, or not in a frame, or it stops earlier for a reason of its own. */
const IN_NONE = [
  "svg_use",
  "link_icon",
  "link_manifest",
  "link_prerender",
  "speculation_prefetch",
  "speculation_prerender",
  "csp_meta_report",
  "worker_evil",
  "serviceworker",
  "fencedframe",
  "in_worker_nested_url",
];

/** A blocker of windows that nobody asked for is in all of them. */
const WINDOWS = ["window_open", "a_blank"];

export const NOT_LIVE: Readonly<Record<EngineName, readonly string[]>> = {
  chromium: [...IN_NONE, ...WINDOWS, "a_href_dns_implicit", "track", "xslt"],
  firefox: [
    ...IN_NONE,
    ...WINDOWS,
    "fetchLater",
    "websocketstream",
    "a_ping",
    "paintworklet",
    "track",
    "fedcm",
    "payment_manifest",
    "in_worker_websocketstream",
  ],
  // WebKitGTK has no WebRTC and no WebTransport.
  webkit: [
    ...IN_NONE,
    ...WINDOWS,
    "fetchLater",
    "websocketstream",
    "webtransport",
    "link_prefetch",
    "a_href_dns_implicit",
    "paintworklet",
    "fedcm",
    "payment_manifest",
    "xslt",
    "navigation_api",
    "webrtc_stun",
    "webrtc_turn_tcp",
    "webrtc_dns",
    "rtc_direct",
    "rtc_about_blank",
    "rtc_srcdoc_inline",
    "rtc_srcdoc_handler",
    "rtc_srcdoc_blobscript",
    "rtc_srcdoc_blobmodule",
    "rtc_blob_frame",
    "rtc_data_frame",
    "rtc_self_nav_data",
    "rtc_self_nav_blob",
    "rtc_self_nav_js",
    "rtc_object_data",
    "rtc_svg_doc",
    "rtc_document_write",
    "rtc_descend",
    "rtc_steal_nonce",
    "rtc_prototype_chain",
    "in_worker_websocketstream",
    "in_worker_webtransport",
    "in_worker_fontface",
  ],
};

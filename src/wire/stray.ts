/** What `embed.js` posts to the site for each message that a sandbox frame posts to the page around the embed. */
export const STRAY = "stray";

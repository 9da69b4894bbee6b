import { micromark } from "micromark";
import { describe, expect, it } from "vitest";
import { parseProse, renderProse } from "./prose.ts";

describe("the prose of a lesson", () => {
  it("has headings, lists, emphasis, code and links, and those that leave open a tab of their own", () => {
    const markdown =
      "# One\n\n3. *a* **b** `c`\n\n```tsx\n<App />\n```\n\n[there](https://clerk.com/docs 'Docs')";
    expect(renderProse(markdown, "lesson.md")).toBe(
      [
        "<h1>One</h1>",
        '<ol start="3">',
        "<li><em>a</em> <strong>b</strong> <code>c</code></li>",
        "</ol>",
        '<pre><code class="language-tsx">&lt;App /&gt;',
        "</code></pre>",
        '<p><a target="_blank" rel="noopener noreferrer" href="https://clerk.com/docs" title="Docs">there</a></p>',
      ].join("\n"),
    );
  });

  it("links to places of the site as they are", () => {
    expect(renderProse("[next](?exercise=provider-sandwich) [up](#top)", "lesson.md")).toBe(
      '<p><a href="?exercise=provider-sandwich">next</a> <a href="#top">up</a></p>',
    );
  });

  it.each([
    ["a script", "<script>alert(1)</script>"],
    ["a script in a line", "a <script src=//evil.test></script> b"],
    ["an image with a handler", '<img src=x onerror="alert(1)">'],
    ["SVG with a link", '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>'],
    ["MathML", '<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>'],
    ["a frame", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ["an object", '<object data="data:text/html,x"></object>'],
    ["an embed", '<embed src="//evil.test">'],
    ["a form", '<form action="//evil.test"><input name=a></form>'],
    ["a button with an action", '<button formaction="javascript:alert(1)">x</button>'],
    ["a base", "<base href=//evil.test/>"],
    ["a meta refresh", '<meta http-equiv="refresh" content="0;url=//evil.test">'],
    ["a style", "<style>*{background:url(//evil.test)}</style>"],
    ["a link element", "<link rel=preconnect href=//evil.test>"],
    ["a template", "<template><img src=x></template>"],
    ["a name that hides one of the document's", '<a id="location">x</a>'],
    ["two names that make one with a property", '<a id=config><a id=config name=url href="//evil.test">'],
    ["a comment", "a <!-- b --> c"],
    ["a comment that ends early", "<!--><img src=x onerror=alert(1)>-->"],
    ["CDATA", "<![CDATA[<img src=x onerror=alert(1)>]]>"],
    ["a processing instruction", "<?xml-stylesheet href='//evil.test'?>"],
    ["a declaration", "<!DOCTYPE html>"],
    ["HTML after a blockquote", "> <details open ontoggle=alert(1)>"],
    ["HTML in a list", "- <video src=x onerror=alert(1)>"],
    ["HTML in emphasis", "*<b onclick=alert(1)>x</b>*"],
    ["HTML in the words of a link", "[<img src=x onerror=alert(1)>](https://a.test)"],
  ])("is refused with %s", (_, markdown) => {
    expect(parseProse(markdown)).toEqual({ ok: false, error: expect.stringContaining("has raw HTML near") });
  });

  it.each([
    ["javascript:", "[x](javascript:alert(1))"],
    ["javascript: in capitals", "[x](JaVaScRiPt:alert(1))"],
    ["javascript: by entities", "[x](&#106;avascript&colon;alert(1))"],
    ["javascript: split by a tab", "[x](java&Tab;script:alert(1))"],
    ["javascript: split by a line end", "[x](<java&NewLine;script:alert(1)>)"],
    ["javascript: after control characters", "[x](<&#1;javascript:alert(1)>)"],
    ["javascript: after a space", "[x](< javascript:alert(1)>)"],
    ["javascript: with a backslash", "[x](javascript\\:alert(1))"],
    ["javascript: by reference", "[x][y]\n\n[y]: javascript:alert(1)"],
    ["javascript: of its own accord", "<javascript:alert(1)>"],
    ["vbscript:", "[x](vbscript:msgbox)"],
    ["data:", "[x](data:text/html;base64,PHNjcmlwdD4=)"],
    ["blob:", "[x](blob:https://site.test/1)"],
    ["file:", "[x](file:///etc/passwd)"],
    ["http:", "[x](http://plain.test)"],
    ["ftp:", "[x](ftp://plain.test)"],
    ["a name before the host", "[x](https://clerk.com@evil.test/)"],
  ])("links to no %s", (_, markdown) => {
    expect(parseProse(markdown)).toEqual({ ok: false, error: expect.stringContaining("has href=") });
  });

  it.each([
    ["an image", "![x](https://evil.test/x.png)"],
    ["an image by reference", "![x][y]\n\n[y]: https://evil.test/x.png"],
    ["an image of the site", "![x](lesson.png)"],
  ])("has no picture: %s", (_, markdown) => {
    expect(parseProse(markdown)).toEqual({ ok: false, error: expect.stringContaining("has <img>") });
  });

  it("shows as text what only a browser would take for an element", () => {
    expect(parseProse("a <svg/onload=alert(1)> b")).toEqual({
      ok: true,
      value: "<p>a &lt;svg/onload=alert(1)&gt; b</p>",
    });
  });

  it("keeps what stands in code as text, and a language to a name", () => {
    expect(parseProse("`<script>`")).toMatchObject({ ok: true });
    expect(parseProse('``` "onclick=alert(1)\nx\n```')).toEqual({
      ok: false,
      error: expect.stringContaining('has class="language-"onclick=alert(1)"'),
    });
  });

  it("gives no element a name, so that none hides one of the document's", () => {
    expect(micromark("# location")).toBe("<h1>location</h1>");
  });
});

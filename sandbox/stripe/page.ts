/** The plain look of the pages a cardholder sees; it follows light and dark by itself or by the theme given. */
export function htmlPage(page: {
  title: string
  body: string
  theme?: 'light' | 'dark'
  locale?: string
  script?: string
}): string {
  return `<!doctype html>
<html lang="${page.locale ?? 'en'}"${page.theme ? ` data-theme="${page.theme}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body><main>${page.body}</main>${page.script ? `<script>${page.script}</script>` : ''}</body>
</html>`
}

export function escaped(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter)
}

const style = `
  :root { color-scheme: light dark; --ink: #1a202c; --soft: #4a5568; --paper: #fff; --line: #767f8c; --field: #fff;
    --accent: #4338ca; --on-accent: #fff; --bad: #b91c1c; }
  :root[data-theme=light] { color-scheme: light; }
  :root[data-theme=dark] { color-scheme: dark; --ink: #f1f5f9; --soft: #cbd5e1; --paper: #0f172a; --line: #94a3b8;
    --field: #1e293b; --accent: #a5b4fc; --on-accent: #111827; --bad: #fca5a5; }
  @media (prefers-color-scheme: dark) { :root:not([data-theme]) { --ink: #f1f5f9; --soft: #cbd5e1;
    --paper: #0f172a; --line: #94a3b8; --field: #1e293b; --accent: #a5b4fc; --on-accent: #111827; --bad: #fca5a5; } }
  * { box-sizing: border-box; }
  body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
  .unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  main { max-width: 28rem; margin: 2rem auto; padding: 0 1rem; }
  body.bare main { max-width: none; margin: 0; padding: 4px; }
  h1 { font-size: 1.25rem; }
  .hint { color: var(--soft); font-size: .875rem; }
  label { display: block; font-size: .875rem; margin: .75rem 0 .25rem; }
  input { width: 100%; min-height: 44px; padding: .5rem .75rem; font: inherit; color: var(--ink);
    background: var(--field); border: 1px solid var(--line); border-radius: 6px; }
  input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  input[aria-invalid=true] { border-color: var(--bad); }
  .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 .75rem; }
  .error { color: var(--bad); font-size: .875rem; min-height: 1.3em; margin: .25rem 0 0; }
  button { min-height: 44px; padding: .5rem 1.25rem; margin: 1rem .5rem 0 0; font: inherit; cursor: pointer;
    color: var(--ink); background: transparent; border: 1px solid var(--line); border-radius: 6px; }
  button.primary { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
`

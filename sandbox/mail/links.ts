/** Finds the addresses a reader could follow, so that a test can click what a customer would. */

const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/gi
const BARE = /https?:\/\/[^\s<>"']+/g
const TRAILING_PUNCTUATION = /[.,;:!?)\]]+$/

export function linksOf({ html, text }: { html: string | null; text: string }): string[] {
  const fromHtml = [...(html ?? '').matchAll(HREF)].map((match) => decodeEntities(match[1] ?? match[2] ?? ''))
  const fromText = [...text.matchAll(BARE)].map(([link]) => link.replace(TRAILING_PUNCTUATION, ''))
  return [...new Set([...fromHtml, ...fromText].filter((link) => /^https?:\/\//i.test(link)))]
}

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_match, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_match, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliDecompressSync } from 'node:zlib'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { fontFolder, mainFonts } from '#app/billing/drivers/pdf/fonts'

const templateFolder = fileURLToPath(new URL('../../../../resources/documents/', import.meta.url))
/** Sets of fonts that stay loaded; East Asian fonts are megabytes, so only the last few are kept. */
const compilersMost = 4
const compilers = new Map<string, NodeCompiler>()

export interface PageToSet {
  /** The view as JSON. */
  view: string
  /** Font files beyond the main face. */
  fonts: string[]
  /** An e-invoice to embed as `factur-x.xml`. */
  attachment?: string
}

/**
 * Sets a document as PDF/A-3a: archivable, tagged for screen readers, the same bytes for the same view. The library checks the
 * standard while it writes and throws where the page would break it (a character without a glyph, a picture without words).
 */
export function typeset({ view, fonts, attachment }: PageToSet): Buffer {
  const compiler = compilerFor(fonts)
  const result = compiler.compile({
    mainFilePath: `${templateFolder}sales_document.typ`,
    inputs: attachment === undefined ? { view } : { view, attachment },
  })
  const document = result.result
  if (!document) {
    const problem = result.takeDiagnostics()
    throw new Error(`A document could not be set: ${JSON.stringify(problem?.shortDiagnostics)}`)
  }
  const pdf = compiler.pdf(document, { pdfStandard: 'a-3a' })
  compiler.evictCache(4)
  return pdf
}

function compilerFor(fonts: string[]): NodeCompiler {
  const key = fonts.join()
  const kept = compilers.get(key)
  if (kept) return kept
  if (compilers.size >= compilersMost) compilers.delete(compilers.keys().next().value!)
  const fontBlobs = [...mainFonts, ...fonts].map(readFont)
  const compiler = NodeCompiler.create({ workspace: templateFolder, fontArgs: [{ fontBlobs }] })
  compilers.set(key, compiler)
  return compiler
}

function readFont(name: string): Buffer {
  return brotliDecompressSync(readFileSync(new URL(`${name}.ttf.br`, fontFolder)))
}

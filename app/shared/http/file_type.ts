/** Kinds of files that people may hand in. */
export const fileTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type FileType = (typeof fileTypes)[number]

const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const jpeg = [0xff, 0xd8, 0xff]
/** Readers look for the beginning and the end of a PDF within so many bytes (ISO 32000-1, annex H). */
const pdfEdgeBytes = 1024

/**
 * What a file is by its content, whatever its name says; null for anything else, and for a file that was cut off. A PDF begins with
 * `%PDF-` and ends with `%%EOF`, a PNG with its IEND chunk, a JPEG with the marker EOI.
 */
export function fileTypeOf(content: Buffer): FileType | null {
  if (startsWith(content, png)) return content.subarray(-12).includes('IEND') ? 'image/png' : null
  if (startsWith(content, jpeg))
    return content.subarray(-64).includes(Buffer.from([0xff, 0xd9])) ? 'image/jpeg' : null
  if (content.subarray(0, 5).toString('latin1') !== '%PDF-') return null
  return content.subarray(-pdfEdgeBytes).includes('%%EOF') ? 'application/pdf' : null
}

function startsWith(content: Buffer, signature: readonly number[]): boolean {
  return signature.every((byte, index) => content[index] === byte)
}

/** A file name that is safe to show and to send: no folders, no control characters, nothing that ends a header. */
export function safeFileName(name: string, fallback: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? ''
  const clean = last
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
    .trim()
  return clean.slice(-120) || fallback
}

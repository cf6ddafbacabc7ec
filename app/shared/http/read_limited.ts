import type { IncomingMessage } from 'node:http'

/** What is too much is read to its end all the same, so that whoever sends can read the answer; beyond this the line is cut. */
const patience = 8

/**
 * The body of a request.
 * @returns null when it is larger than `bytesMax`
 */
export function readLimited(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) chunks.push(chunk)
      else if (bytes > bytesMax * patience) request.destroy()
    })
    request.on('end', () => resolve(bytes > bytesMax ? null : Buffer.concat(chunks, bytes)))
    request.on('error', reject)
    // A line that is cut ends nothing: without this the request would be waited for for ever.
    request.on('close', () => reject(new Error('The line was cut before the end of the body')))
  })
}

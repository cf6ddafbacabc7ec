import { lookup as lookUpName, type LookupAddress } from 'node:dns'
import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { currentContext } from '#app/shared/database/context'
import { checkPublicUrl, isPublicAddress, type UrlRefusal } from '#app/shared/outbound/public_address'
import { err, ok, type Result } from '#app/shared/result'

export interface PublicRequest {
  /** As somebody outside gave it to us. */
  url: string
  method?: string
  headers?: Record<string, string>
  body?: string
  timeoutMs?: number
  /** An answer that is longer is cut off, as no answer at all. */
  bytesMax?: number
}

export interface PublicAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

export type PublicFailure =
  { type: 'refused'; reason: UrlRefusal | 'address_refused' } | { type: 'unanswered'; reason: string }

/** Finds all addresses of a name; tests have their own. */
export type NameLookup = (hostname: string) => Promise<LookupAddress[]>

const timeoutDefaultMs = 5_000
const bytesDefault = 256 * 1024

/**
 * Calls a URL that a customer or another stranger gave us. Only the public internet can be reached: the name is resolved once, all its
 * addresses must be public, and the connection goes to one of these, so that a name that leads elsewhere a moment later gains nothing.
 * A redirect is an answer like any other and is not followed.
 */
export function callPublic(
  request: PublicRequest,
  lookup: NameLookup = lookUpAll
): Promise<Result<PublicAnswer, PublicFailure>> {
  if (currentContext()?.unit) throw new Error('A remote call inside a transaction would hold its locks')
  const checked = checkPublicUrl(request.url)
  if ('refusal' in checked) return Promise.resolve(err({ type: 'refused', reason: checked.refusal }))
  return send(checked.url, request, lookup)
}

class AddressRefused extends Error {}

function send(
  url: URL,
  {
    method = 'GET',
    headers = {},
    body,
    timeoutMs = timeoutDefaultMs,
    bytesMax = bytesDefault,
  }: PublicRequest,
  lookup: NameLookup
): Promise<Result<PublicAnswer, PublicFailure>> {
  const open = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve(toFailure(error))
    const options = {
      method,
      headers,
      lookup: guardLookup(lookup),
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
    } as const
    const sent = open(url, options, (response) => {
      const parts: Buffer[] = []
      let bytes = 0
      response.on('error', fail)
      response.on('data', (part: Buffer) => {
        bytes += part.length
        if (bytes > bytesMax) sent.destroy(new Error('The answer is too long'))
        else parts.push(part)
      })
      response.on('end', () =>
        resolve(
          ok({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, String(value)])
            ),
            body: Buffer.concat(parts).toString('utf8'),
          })
        )
      )
    })
    sent.on('error', fail)
    sent.end(body)
  })
}

function toFailure(error: Error): Result<PublicAnswer, PublicFailure> {
  if (error instanceof AddressRefused) return err({ type: 'refused', reason: 'address_refused' })
  return err({ type: 'unanswered', reason: error.message || error.name })
}

/** Resolves for the connection itself: what is checked is what is connected to. */
function guardLookup(lookup: NameLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname).then(
      (addresses) => {
        const isRefused = addresses.length === 0 || addresses.some(({ address }) => !isPublicAddress(address))
        if (isRefused) return callback(new AddressRefused(), '', 0)
        if (options.all) return callback(null, addresses)
        return callback(null, addresses[0]!.address, addresses[0]!.family)
      },
      (error: Error) => callback(error, '', 0)
    )
  }
}

function lookUpAll(hostname: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) =>
    lookUpName(hostname, { all: true, verbatim: true }, (error, addresses) =>
      error ? reject(error) : resolve(addresses)
    )
  )
}

import { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { err, ok, type Result } from '#app/shared/result'
import type { PayPalConfig } from '#app/payments/drivers/paypal/config'

/** Fetched certificates by their address, with what they were checked against. Few addresses are ever allowed. */
const known = new Map<string, { leaf: X509Certificate; chain: X509Certificate[] }>()
/** Addresses that could not be had a moment ago: a flood of forged messages must not become a flood of questions. */
const failed = new Map<string, { untilMs: number; why: CertificateFailure }>()
const keptMax = 20
const failedForMs = 30_000
const fetchedWithinMs = 5_000
const chainBytesMax = 50_000

/** `refused`: not a certificate that PayPal signs with. `unavailable`: it could not be fetched now. */
export type CertificateFailure = 'refused' | 'unavailable'

/** The certificate at an address that a message names, once it is found to be PayPal's and of these days. */
export async function signingCertificate(
  config: PayPalConfig,
  url: string,
  now: Date
): Promise<Result<X509Certificate, CertificateFailure>> {
  if (!isAllowedAddress(config, url)) return err('refused')
  const key = `${config.trustRoot ?? 'system'} ${url}`
  const failure = failed.get(key)
  if (failure && failure.untilMs > now.getTime()) return err(failure.why)
  const kept = known.get(key)
  if (kept) return areOfTheseDays([kept.leaf, ...kept.chain], now) ? ok(kept.leaf) : err('refused')
  const fetched = await fetchChain(url)
  const checked = fetched.ok ? checkChain(config, fetched.value, now) : fetched
  if (!checked.ok) {
    if (failed.size >= keptMax) failed.clear()
    failed.set(key, { untilMs: now.getTime() + failedForMs, why: checked.error })
    return checked
  }
  if (known.size >= keptMax) known.clear()
  known.set(key, checked.value)
  return ok(checked.value.leaf)
}

/** Only where PayPal keeps its certificates: whatever else a message names is never fetched. */
export function isAllowedAddress({ certificatePrefixes }: PayPalConfig, url: string): boolean {
  if (!URL.canParse(url)) return false
  const { origin, pathname, search, hash, username, password } = new URL(url)
  if (search || hash || username || password) return false
  return certificatePrefixes.some((prefix) => {
    const { origin: allowed, pathname: folder } = new URL(prefix)
    return origin === allowed && pathname.startsWith(folder) && /^[\w-]{1,100}$/.test(pathname.slice(folder.length)) // prettier-ignore
  })
}

async function fetchChain(url: string): Promise<Result<string, CertificateFailure>> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchedWithinMs) })
    if (response.status >= 500 || response.status === 429) return err('unavailable')
    const text = await response.text()
    return response.ok && text.length <= chainBytesMax ? ok(text) : err('refused')
  } catch {
    return err('unavailable')
  }
}

type Checked = { leaf: X509Certificate; chain: X509Certificate[] }

/** The leaf is PayPal's, each one is signed by the next, the last by an authority that is trusted, and all are valid now. */
export function checkChain(
  { trustRoot }: Pick<PayPalConfig, 'trustRoot'>,
  pem: string,
  now: Date
): Result<Checked, 'refused'> {
  const [leaf, ...others] = certificatesIn(pem)
  if (!leaf || leaf.ca || !isOfPayPal(leaf)) return err('refused')
  const chain: X509Certificate[] = []
  let last = leaf
  for (let length = 0; length <= others.length; length += 1) {
    const root = rootFor(last, trustRoot)
    if (root) {
      const all = [leaf, ...chain, root]
      return areOfTheseDays(all, now) ? ok({ leaf, chain: [...chain, root] }) : err('refused')
    }
    const next = others.find((candidate) => candidate.ca && isSignedBy(last, candidate))
    if (!next) return err('refused')
    chain.push(next)
    last = next
  }
  return err('refused')
}

function certificatesIn(pem: string): X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    return blocks.slice(0, 6).map((block) => new X509Certificate(block))
  } catch {
    return []
  }
}

function isOfPayPal(leaf: X509Certificate): boolean {
  const common = /^CN=(.+)$/m.exec(leaf.subject)?.[1] ?? ''
  const names = [...(leaf.subjectAltName ?? '').matchAll(/DNS:([^\s,]+)/g)].map(([, name]) => name!)
  return (names.length > 0 ? names : [common]).some((name) => name === 'paypal.com' || name.endsWith('.paypal.com')) // prettier-ignore
}

let systemRoots: X509Certificate[] | null = null

function rootFor(certificate: X509Certificate, trustRoot: string | null): X509Certificate | null {
  const roots = trustRoot
    ? [new X509Certificate(trustRoot)]
    : (systemRoots ??= rootCertificates.map((pem) => new X509Certificate(pem)))
  return roots.find((root) => isSignedBy(certificate, root)) ?? null
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function areOfTheseDays(certificates: readonly X509Certificate[], now: Date): boolean {
  return certificates.every(
    ({ validFrom, validTo }) => Date.parse(validFrom) <= now.getTime() && now.getTime() <= Date.parse(validTo)
  )
}

/** For tests: forgets what was fetched. */
export function forgetCertificates(): void {
  known.clear()
  failed.clear()
}

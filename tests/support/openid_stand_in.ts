import { createHash } from 'node:crypto'
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import type { PublicRequest } from '#app/shared/outbound/call_public'
import { ok } from '#app/shared/result'

interface Issued {
  claims: JWTPayload
  challenge: string
  redirectUri: string
}

/** An OpenID provider of somebody else, as far as signing in needs one: it can be told to lie. */
export async function openIdStandIn(issuer = 'https://id.example.test') {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwks = [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }]
  let signing = { kid: 'one', key: privateKey }
  const codes = new Map<string, Issued>()
  const secret = 'the-secret-of-the-client'
  const lies: {
    iss?: string
    aud?: string | string[]
    nonce?: string
    exp?: string
    signed?: 'by nobody' | 'with the public key' | 'with another key'
  } = {}
  /** What was asked of it, by the last part of the path. */
  const asked: string[] = []

  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    authorization_response_iss_parameter_supported: true,
  }

  async function token(body: URLSearchParams) {
    if (body.get('client_secret') !== secret) return { status: 401, body: { error: 'invalid_client' } }
    const code = body.get('code') ?? ''
    const issued = codes.get(code)
    codes.delete(code)
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url')
    if (!issued || issued.challenge !== challenge || issued.redirectUri !== body.get('redirect_uri'))
      return { status: 400, body: { error: 'invalid_grant' } }
    const id_token = await signIdToken(issued.claims)
    return { status: 200, body: { access_token: 'a', token_type: 'bearer', expires_in: 300, id_token } }
  }

  async function signIdToken(claims: JWTPayload): Promise<string> {
    const { exp = '5m', signed } = lies
    if (signed === 'by nobody') return new UnsecuredJWT(claims).setIssuedAt().setExpirationTime(exp).encode()
    const isSecret = signed === 'with the public key'
    const key = isSecret
      ? new TextEncoder().encode(await exportSPKI(publicKey))
      : signed === 'with another key'
        ? (await generateKeyPair('RS256')).privateKey
        : privateKey
    return new SignJWT(claims)
      .setProtectedHeader({ alg: isSecret ? 'HS256' : 'RS256', kid: 'one' })
      .setIssuedAt()
      .setExpirationTime(exp)
      .sign(key)
  }

  async function answer({ url, body = '' }: PublicRequest): Promise<{ status: number; body: object }> {
    const { pathname } = new URL(url)
    asked.push(pathname.split('/').at(-1)!)
    if (pathname.endsWith('/.well-known/openid-configuration')) return { status: 200, body: metadata }
    if (pathname.endsWith('/jwks')) return { status: 200, body: { keys: jwks } }
    if (pathname.endsWith('/token')) return token(new URLSearchParams(body))
    return { status: 404, body: { error: 'not_found' } }
  }

  return {
    issuer,
    secret,
    lies,
    asked,
    /** Signs with another key from now on. */
    async rotate(kid: string): Promise<void> {
      const made = await generateKeyPair('RS256')
      signing = { kid, key: made.privateKey }
      jwks.push({ ...(await exportJWK(made.publicKey)), kid, alg: 'RS256', use: 'sig' })
    },
    async send(request: PublicRequest) {
      const { status, body } = await answer(request)
      return ok({ status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    },
    /** A note of its own, such as that somebody signed out there. */
    sign(claims: JWTPayload): Promise<string> {
      const said = new SignJWT({ iss: issuer, ...claims }).setProtectedHeader({
        alg: 'RS256',
        kid: signing.kid,
      })
      return (claims.iat ? said : said.setIssuedAt()).sign(signing.key)
    },
    /** Somebody says yes over there: the address to which their browser is sent back. */
    approve(authorization: string, claims: JWTPayload): string {
      const asked = new URL(authorization).searchParams
      const code = createHash('sha256').update(authorization).digest('hex')
      const { iss = issuer, aud = asked.get('client_id')!, nonce = asked.get('nonce')! } = lies
      codes.set(code, {
        claims: { iss, aud, nonce, ...claims },
        challenge: asked.get('code_challenge')!,
        redirectUri: asked.get('redirect_uri')!,
      })
      const back = new URL(asked.get('redirect_uri')!)
      back.search = new URLSearchParams({ code, state: asked.get('state')!, iss: issuer }).toString()
      return back.pathname + back.search
    },
  }
}

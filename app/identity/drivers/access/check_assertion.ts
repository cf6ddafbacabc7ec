import { errors, jwtVerify } from 'jose'
import { Clock } from '#app/shared/time/clock'
import { err, ok, type Result } from '#app/shared/result'
import {
  type AccessApplication,
  type AssertedCaller,
  type AssertionRefusal,
  callerOfClaims,
  clockSkewSeconds,
  issuerOf,
} from '#app/identity/domain/access_assertion'
import { AccessKeys } from '#app/identity/drivers/access/access_keys'

/** Keys of all teams, as this process knows them. */
const keysOfProcess = new AccessKeys()

/**
 * Whom an assertion of Cloudflare Access names, once its signature (RS256 and nothing else), issuer, audience and times are right. Its key
 * is one of the team's own, found by its id; whatever else the header says about keys (`jku`, `jwk`, `x5u`) is not looked at.
 */
export async function checkAssertion(
  assertion: string,
  { team, audience }: AccessApplication,
  { keys = keysOfProcess, wall = new Clock().wall() }: { keys?: AccessKeys; wall?: Date } = {}
): Promise<Result<AssertedCaller, AssertionRefusal>> {
  const findKey = async ({ kid }: { kid?: string }) => {
    if (typeof kid !== 'string' || kid.length > 200) throw new NoKey('unknown_key')
    const key = await keys.find(team, kid)
    if (key === 'unknown') throw new NoKey('unknown_key')
    if (key === 'unavailable') throw new NoKey('keys_unavailable')
    return key
  }
  try {
    const { payload } = await jwtVerify(assertion, findKey, {
      algorithms: ['RS256'],
      issuer: issuerOf(team),
      audience,
      clockTolerance: clockSkewSeconds,
      requiredClaims: ['exp', 'iat'],
      currentDate: wall,
    })
    const caller = callerOfClaims(payload)
    return caller ? ok(caller) : err('kind')
  } catch (error) {
    return err(refusalOf(error))
  }
}

class NoKey extends Error {
  constructor(readonly refusal: AssertionRefusal) {
    super(refusal)
  }
}

function refusalOf(error: unknown): AssertionRefusal {
  if (error instanceof NoKey) return error.refusal
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature'
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWTClaimValidationFailed) return refusalOfClaim(error.claim)
  if (error instanceof errors.JOSEError) return 'malformed'
  throw error
}

function refusalOfClaim(claim: string): AssertionRefusal {
  if (claim === 'iss') return 'issuer'
  if (claim === 'aud') return 'audience'
  return claim === 'nbf' || claim === 'exp' || claim === 'iat' ? 'expired' : 'malformed'
}

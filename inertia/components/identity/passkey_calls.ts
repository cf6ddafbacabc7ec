import {
  startAuthentication,
  startRegistration,
  WebAuthnError,
  type AuthenticationResponseJSON,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import { postJson } from '~/composables/post_json'

/** Why there is no passkey: the person turned away, the browser has it already, or the server does not want to ask. */
export type PasskeyTrouble = 'turned_away' | 'already_here' | 'proof_needed' | 'failed'

export type PasskeyAnswer<Response> =
  { isOk: true; response: Response } | { isOk: false; trouble: PasskeyTrouble }

/** Asks this browser for a passkey: of anybody, of whoever is half signed in, or of the person who is signed in. */
export function askForPasskey(
  of: 'anybody' | 'pending' | 'me'
): Promise<PasskeyAnswer<AuthenticationResponseJSON>> {
  return ask<PublicKeyCredentialRequestOptionsJSON, AuthenticationResponseJSON>(
    '/passkey-question',
    { of },
    (optionsJSON) => startAuthentication({ optionsJSON })
  )
}

/** Has this browser make a passkey for the person. */
export function makePasskey(): Promise<PasskeyAnswer<RegistrationResponseJSON>> {
  return ask<PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON>(
    '/passkeys/question',
    {},
    (optionsJSON) => startRegistration({ optionsJSON })
  )
}

async function ask<Options, Response>(
  url: string,
  body: object,
  start: (options: Options) => Promise<Response>
): Promise<PasskeyAnswer<Response>> {
  const question = await postJson<Options>(url, body)
  if (!question.isOk)
    return { isOk: false, trouble: question.code === 'proof_needed' ? 'proof_needed' : 'failed' }
  try {
    return { isOk: true, response: await start(question.data) }
  } catch (error) {
    return { isOk: false, trouble: nameTrouble(error) }
  }
}

function nameTrouble(error: unknown): PasskeyTrouble {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return 'already_here'
  const name = error instanceof Error ? error.name : ''
  return ['NotAllowedError', 'AbortError'].includes(name) ? 'turned_away' : 'failed'
}

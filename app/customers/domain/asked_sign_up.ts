import { linkTokens } from '#app/shared/secrets/link_tokens'

/** So long a link to finish signing up works. */
export const askedSignUpDays = 3

export const {
  make: makeSignUpToken,
  hash: hashSignUpToken,
  contextOf: signUpContext,
} = linkTokens('asked_sign_up')

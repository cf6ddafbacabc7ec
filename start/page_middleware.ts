import type { Ability } from '#app/shared/http/caller'
import { middleware } from '#start/kernel'

/** Pages of people who may be signed in: a session, who is behind it, protection of forms, and the page adapter. */
export function visitorPage() {
  return [
    middleware.session(),
    middleware.caller(),
    middleware.shield(),
    middleware.inertia(),
    middleware.inName(),
  ]
}

/** Public pages that neither have nor begin a session. */
export function sessionlessPage() {
  return [middleware.publicPage()]
}

/** Public pages that a mailed link opens: which link, the session keeps. */
export function keyedPublicPage() {
  return [middleware.session(), middleware.publicPage(), middleware.inertia()]
}

/** Pages for people who are signed in and, when one is named, have the ability. Others are sent to sign in, or refused. */
export function signedInPage(ability?: Ability) {
  return [...visitorPage(), middleware.signedIn({ ability })]
}

/** Pages of people who set up a second factor: signed in and just proven, or staff who must before they are. */
export function enrollingPage() {
  return [...visitorPage(), middleware.freshProof({ orEnrolling: true })]
}

/** Paying: what the payer proves at the gateway needs nothing more; a stored method and the balance are paid with by whoever proves who they are. */
export function payingPage(ability: Ability) {
  return [...signedInPage(ability), middleware.freshProof({ whenStored: true })]
}

/** Where something may have to be paid at once: whoever may pay proves who they are, whoever may not only asks for it. */
export function chargedPage(ability: Ability, whenPaidBy: Ability) {
  return [...signedInPage(ability), middleware.freshProof({ whenPaidBy })]
}

/** What moves money, ownership or secrets: people prove who they are once more, unless they just did. */
export function provenPage(ability?: Ability) {
  return [...signedInPage(ability), middleware.freshProof({})]
}

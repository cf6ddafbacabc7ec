import type { Endpoint } from '#app/shared/http/endpoint'
import {
  apiTokenShape, meShape, newApiTokenShape, sessionShape, signInShape,
} from '#app/identity/http/transformers/identity_transformers' // prettier-ignore
import { staffEndpoints } from '#app/identity/http/staff_endpoints'
import { providerEndpoints } from '#app/identity/http/provider_endpoints'
import { oauthEndpoints } from '#app/identity/http/oauth_endpoints'
import { impersonationEndpoints } from '#app/identity/http/impersonation_endpoints'
import { factorsShape } from '#app/identity/http/transformers/factor_transformers'
import {
  createApiToken, listPage, rotateApiToken, updateProfile,
} from '#app/identity/http/validators/identity_validators' // prettier-ignore

const MeController = () => import('#app/identity/http/api/me_controller')
const EmailVerificationsController = () => import('#app/identity/http/api/email_verifications_controller')
const ApiTokensController = () => import('#app/identity/http/api/api_tokens_controller')
const ApiTokenRotationsController = () => import('#app/identity/http/api/api_token_rotations_controller')
const SessionsController = () => import('#app/identity/http/api/sessions_controller')
const SignInsController = () => import('#app/identity/http/api/sign_ins_controller')
const SecondFactorsController = () => import('#app/identity/http/api/second_factors_controller')
const TrustedBrowsersController = () => import('#app/identity/http/api/trusted_browsers_controller')
const SessionEndingsController = () => import('#app/identity/http/api/session_endings_controller')

const group = 'You'
const own = { customer: 'account:read', staff: 'staff:customers:read' } as const
const ownWrite = { customer: 'account:write', staff: 'staff:customers:read' } as const

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/me', name: 'me.show', group, audience: 'both', ability: own,
    summary: 'Show who you are and what your token may do',
    controller: [MeController, 'show'], answers: { status: 200, shape: meShape },
  },
  {
    method: 'PATCH', path: '/me', name: 'me.update', group, audience: 'both', ability: ownWrite,
    summary: 'Change your name, language or time zone',
    controller: [MeController, 'update'], body: updateProfile, answers: { status: 200, shape: meShape },
  },
  {
    method: 'POST', path: '/email-verifications', name: 'email_verifications.store', group, audience: 'both', ability: own,
    summary: 'Send the link that confirms your address again; it is used in a browser',
    controller: [EmailVerificationsController, 'store'], answers: { status: 204, shape: null },
    problems: [
      { status: 409, code: 'already_verified', when: 'the address is confirmed.' },
      { status: 429, code: 'too_many_tries', when: 'five links were asked for within an hour.' },
    ],
  },
  {
    method: 'GET', path: '/api-tokens', name: 'api_tokens.index', group, audience: 'both', ability: own,
    summary: 'List your API tokens',
    controller: [ApiTokensController, 'index'], query: listPage,
    answers: { status: 200, shape: apiTokenShape, isList: true },
  },
  {
    method: 'POST', path: '/api-tokens', name: 'api_tokens.store', group, audience: 'both', ability: ownWrite,
    summary: 'Create an API token; its text is shown this once',
    controller: [ApiTokensController, 'store'], body: createApiToken,
    answers: { status: 201, shape: newApiTokenShape },
    problems: [
      { status: 422, code: 'ability_not_held', when: 'it asks for an ability that you do not have.' },
      { status: 422, code: 'expires_in_the_past', when: '`expires_at` has passed.' },
      { status: 422, code: 'outlives_maker', when: 'a token asks for one that ends after it.' },
      { status: 422, code: 'beyond_maker_networks', when: 'a token asks for one that works from other networks than it does.' },
    ],
  },
  {
    method: 'POST', path: '/api-tokens/:id/rotations', name: 'api_token_rotations.store', group, audience: 'both', ability: ownWrite,
    summary: 'Replace one of your API tokens; the old one works on for `overlap_hours` (24 unless said), at most a week',
    controller: [ApiTokenRotationsController, 'store'], body: rotateApiToken,
    answers: { status: 201, shape: newApiTokenShape },
    problems: [
      { status: 403, code: 'ability_not_held', when: 'the token may do what you may not.' },
      { status: 403, code: 'outlives_maker', when: 'another token asks, which ends before the new one would.' },
      { status: 403, code: 'beyond_maker_networks', when: 'another token asks, which does not work from all of its networks.' },
    ],
  },
  {
    method: 'DELETE', path: '/api-tokens/:id', name: 'api_tokens.destroy', group, audience: 'both', ability: ownWrite,
    summary: 'Revoke one of your API tokens',
    controller: [ApiTokensController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/sessions', name: 'sessions.index', group, audience: 'both', ability: own,
    summary: 'List the browsers in which you are signed in',
    controller: [SessionsController, 'index'], answers: { status: 200, shape: sessionShape, isList: true },
  },
  {
    method: 'DELETE', path: '/sessions/:id', name: 'sessions.destroy', group, audience: 'both', ability: ownWrite,
    summary: 'Sign out one browser',
    controller: [SessionsController, 'destroy'], answers: { status: 204, shape: null },
  },
  {
    method: 'POST', path: '/session-endings', name: 'session_endings.store', group, audience: 'both', ability: ownWrite,
    summary: 'Sign out of every browser; tokens work on',
    controller: [SessionEndingsController, 'store'], answers: { status: 204, shape: null },
  },
  {
    method: 'GET', path: '/sign-ins', name: 'sign_ins.index', group, audience: 'both', ability: own,
    summary: 'List when and from where your address was used to sign in',
    controller: [SignInsController, 'index'], query: listPage,
    answers: { status: 200, shape: signInShape, isList: true },
  },
  {
    method: 'GET', path: '/second-factors', name: 'second_factors.show', group, audience: 'both', ability: own,
    summary: 'Show your authenticator app, passkeys, recovery codes left and trusted browsers; they are changed in a browser',
    controller: [SecondFactorsController, 'show'], answers: { status: 200, shape: factorsShape },
  },
  {
    method: 'DELETE', path: '/trusted-browsers/:id', name: 'trusted_browsers.destroy', group, audience: 'both', ability: ownWrite,
    summary: 'Ask for your second factor in a browser again',
    controller: [TrustedBrowsersController, 'destroy'], answers: { status: 204, shape: null },
  },
  ...staffEndpoints,
  ...impersonationEndpoints,
  ...oauthEndpoints,
  ...providerEndpoints,
] // prettier-ignore

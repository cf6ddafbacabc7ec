import type { Endpoint } from '#app/shared/http/endpoint'
import { linkShape, providerShape } from '#app/identity/http/transformers/provider_transformers'
import { changedProvider, newProvider } from '#app/identity/http/validators/provider_validators'

const Providers = () => import('#app/identity/http/api/sign_in_providers_controller')
const LinkedSignIns = () => import('#app/identity/http/api/linked_sign_ins_controller')

const group = 'Sign-in elsewhere'
const ability = 'staff:settings:write' as const
const notFound = { status: 404, code: 'provider_not_found', when: 'there is no such provider.' }
const faults = [
  { status: 422, code: 'issuer_unusable', when: 'the issuer is no plain https address.' },
  { status: 422, code: 'provider_known', when: 'this client of the issuer is set up already.' },
]

/** Accounts elsewhere that customers may sign in with. */
export const providerEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/sign-in-providers', name: 'sign_in_providers.index', group, audience: 'staff', ability,
    summary: 'List providers with whose accounts customers may sign in',
    controller: [Providers, 'index'], answers: { status: 200, shape: providerShape, isList: true },
  },
  {
    method: 'POST', path: '/sign-in-providers', name: 'sign_in_providers.store', group, audience: 'staff', ability,
    summary: 'Set up a provider by its issuer; its secret is kept encrypted and never shown',
    controller: [Providers, 'store'], body: newProvider, answers: { status: 201, shape: providerShape }, problems: faults,
  },
  {
    method: 'PUT', path: '/sign-in-providers/:id', name: 'sign_in_providers.update', group, audience: 'staff', ability,
    summary: 'Rename a provider, switch it on or off, or give it another secret; issuer and client id stay',
    controller: [Providers, 'update'], body: changedProvider, answers: { status: 200, shape: providerShape },
    problems: [notFound, { status: 422, code: 'issuer_fixed', when: 'issuer or client id would change.' }],
  },
  {
    method: 'DELETE', path: '/sign-in-providers/:id', name: 'sign_in_providers.destroy', group, audience: 'staff', ability,
    summary: 'Remove a provider; nobody signs in by it any more, and accounts stay',
    controller: [Providers, 'destroy'], answers: { status: 204, shape: null }, problems: [notFound],
  },
  {
    method: 'POST', path: '/sign-in-providers/:id/tests', name: 'sign_in_providers.tests.store', group, audience: 'staff', ability,
    summary: 'Ask the issuer whether it is there and takes our secret',
    controller: [Providers, 'test'], answers: { status: 204, shape: null },
    problems: [notFound, { status: 409, code: 'test_failed', when: 'it is not, or does not.' }],
  },
  {
    method: 'GET', path: '/linked-sign-ins', name: 'linked_sign_ins.index', group: 'You', audience: 'customer', ability: 'account:read',
    summary: 'List accounts elsewhere with which you may sign in',
    controller: [LinkedSignIns, 'index'], answers: { status: 200, shape: linkShape, isList: true },
  },
] // prettier-ignore

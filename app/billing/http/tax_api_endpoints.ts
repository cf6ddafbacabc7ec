import vine from '@vinejs/vine'
import type { Endpoint } from '#app/shared/http/endpoint'
import { certificateEndpoints } from '#app/billing/http/certificate_api_endpoints'
import { taxProblems } from '#app/billing/http/tax_refusals'
import { doubtedPlaceShape } from '#app/billing/http/transformers/place_transformers'
import {
  addedTaxRateShape, customerTaxShape, ownTaxShape, taxExemptionShape, taxIdShape, taxProfileShape, taxRateShape, taxRegistrationShape,
} from '#app/billing/http/transformers/tax_transformers' // prettier-ignore
import {
  addTaxExemption, addTaxRate, addTaxRegistration, confirmTaxId, endOnDay, listTaxPlacesQuery,
  listTaxRatesQuery, reviewTaxPlace, saveTaxProfile,
} from '#app/billing/http/validators/tax_validators' // prettier-ignore

const TaxProfiles = () => import('#app/billing/http/api/tax_profiles_controller')
const TaxRates = () => import('#app/billing/http/api/tax_rates_controller')
const TaxRateEndings = () => import('#app/billing/http/api/tax_rate_endings_controller')
const StandardTaxRates = () => import('#app/billing/http/api/standard_tax_rates_controller')
const TaxRegistrations = () => import('#app/billing/http/api/tax_registrations_controller')
const TaxRegistrationEndings = () => import('#app/billing/http/api/tax_registration_endings_controller')
const CustomerTaxes = () => import('#app/billing/http/api/customer_taxes_controller')
const TaxIdChecks = () => import('#app/billing/http/api/tax_id_checks_controller')
const TaxIdConfirmations = () => import('#app/billing/http/api/tax_id_confirmations_controller')
const TaxPlaces = () => import('#app/billing/http/api/tax_places_controller')
const TaxExemptions = () => import('#app/billing/http/api/tax_exemptions_controller')
const TaxExemptionEndings = () => import('#app/billing/http/api/tax_exemption_endings_controller')

const seesTaxes = 'staff:billing:read' as const
const setsTaxes = 'staff:settings:write' as const
const changesCustomers = 'staff:customers:write' as const
const noTaxId = { status: 404, code: 'no_tax_id', when: 'the customer has no tax id.' }
const nobody = { status: 409, code: 'nobody_to_ask', when: 'no authority can be asked about it.' }

/** Taxes over the API: the customer's own, the seller's side, rates, registrations, certificates, and checks of tax ids. */
export const taxEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/tax', name: 'tax.own', group: 'Taxes', audience: 'customer', ability: 'billing:read',
    summary: 'Show which tax you pay and why, and how the check of your tax id stands',
    controller: [CustomerTaxes, 'own'], answers: { status: 200, shape: ownTaxShape },
  },
  {
    method: 'POST', path: '/tax_id_check', name: 'tax_id_check.store', group: 'Taxes', audience: 'customer', ability: 'account:write',
    summary: 'Have your tax id checked again', controller: [TaxIdChecks, 'store'], answers: { status: 202, shape: taxIdShape },
    problems: [noTaxId, nobody],
  },
  {
    method: 'GET', path: '/tax_profile', name: 'tax_profile.show', group: 'Taxes', audience: 'staff', ability: seesTaxes,
    summary: "Show the seller's own side: where it is established and registered, how prices and rounding work",
    controller: [TaxProfiles, 'show'], answers: { status: 200, shape: taxProfileShape },
  },
  {
    method: 'PUT', path: '/tax_profile', name: 'tax_profile.update', group: 'Taxes', audience: 'staff', ability: setsTaxes,
    summary: "Change the seller's own side; the next quote and renewal go by it",
    controller: [TaxProfiles, 'update'], body: saveTaxProfile, answers: { status: 200, shape: taxProfileShape },
  },
  {
    method: 'GET', path: '/tax_rates', name: 'tax_rates.index', group: 'Taxes', audience: 'staff', ability: seesTaxes,
    summary: 'List the tax rates of all days, by country', controller: [TaxRates, 'index'], query: listTaxRatesQuery,
    answers: { status: 200, shape: taxRateShape, isList: true },
  },
  {
    method: 'POST', path: '/tax_rates', name: 'tax_rates.store', group: 'Taxes', audience: 'staff', ability: setsTaxes,
    summary: 'Add a rate from today or a later day on; the one that it replaces ends on that day, and holds again from the end of the new one on (continued)',
    controller: [TaxRates, 'store'], body: addTaxRate, answers: { status: 201, shape: addedTaxRateShape }, isIdempotent: true,
    problems: taxProblems,
  },
  {
    method: 'POST', path: '/tax_rates/:id/ending', name: 'tax_rates.ending.store', group: 'Taxes', audience: 'staff', ability: setsTaxes,
    summary: 'End a rate on a day from tomorrow on, without another one in its place; one that has not begun by then is taken back',
    controller: [TaxRateEndings, 'store'], body: endOnDay, answers: { status: 204, shape: null }, problems: taxProblems,
  },
  {
    method: 'POST', path: '/standard_tax_rates', name: 'standard_tax_rates.store', group: 'Taxes', audience: 'staff', ability: setsTaxes,
    summary: 'Add the rates that come with the platform wherever you have none for those days',
    controller: [StandardTaxRates, 'store'], answers: { status: 201, shape: vine.create({ added: vine.number() }) }, isIdempotent: true,
  },
  {
    method: 'POST', path: '/tax_registrations', name: 'tax_registrations.store', group: 'Taxes', audience: 'staff', ability: setsTaxes,
    summary: 'Collect tax in a country or state, or for all of the European Union by OSS, from a day on',
    controller: [TaxRegistrations, 'store'], body: addTaxRegistration, answers: { status: 201, shape: taxRegistrationShape },
    isIdempotent: true, problems: taxProblems,
  },
  {
    method: 'POST', path: '/tax_registrations/:id/ending', name: 'tax_registrations.ending.store', group: 'Taxes', audience: 'staff',
    ability: setsTaxes, summary: 'End a registration on a day from tomorrow on',
    controller: [TaxRegistrationEndings, 'store'], body: endOnDay, answers: { status: 204, shape: null }, problems: taxProblems,
  },
  {
    method: 'GET', path: '/customers/:id/tax', name: 'customers.tax.show', group: 'Taxes', audience: 'staff', ability: seesTaxes,
    summary: 'Show which tax a customer pays and why: tax id and its checks, certificates, evidence of the place',
    controller: [CustomerTaxes, 'show'], answers: { status: 200, shape: customerTaxShape },
  },
  {
    method: 'POST', path: '/customers/:id/tax_id_check', name: 'customers.tax_id_check.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: "Have a customer's tax id checked again",
    controller: [TaxIdChecks, 'store'], answers: { status: 202, shape: taxIdShape }, problems: [noTaxId, nobody],
  },
  {
    method: 'POST', path: '/customers/:id/tax_id_confirmation', name: 'customers.tax_id_confirmation.store', group: 'Taxes',
    audience: 'staff', ability: changesCustomers, summary: 'Vouch for a tax id yourself, with how you know',
    controller: [TaxIdConfirmations, 'store'], body: confirmTaxId, answers: { status: 200, shape: taxIdShape }, problems: [noTaxId],
  },
  {
    method: 'GET', path: '/tax_places', name: 'tax_places.index', group: 'Taxes', audience: 'staff', ability: seesTaxes,
    summary: 'List customers of whose place fewer than two pieces of evidence agree and nobody has looked into it',
    controller: [TaxPlaces, 'index'], query: listTaxPlacesQuery, answers: { status: 200, shape: doubtedPlaceShape, isList: true },
  },
  {
    method: 'POST', path: '/customers/:id/tax_place_review', name: 'customers.tax_place_review.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'Say why the billing address of a customer holds though the evidence disagrees',
    controller: [TaxPlaces, 'store'], body: reviewTaxPlace, answers: { status: 204, shape: null },
    problems: [{ status: 404, code: 'place_not_in_doubt', when: 'there is nothing to look into.' }],
  },
  {
    method: 'POST', path: '/customers/:id/tax_exemptions', name: 'customers.tax_exemptions.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'Take note of a certificate by which a customer does not pay a tax',
    controller: [TaxExemptions, 'store'], body: addTaxExemption, answers: { status: 201, shape: taxExemptionShape },
    isIdempotent: true, problems: taxProblems,
  },
  {
    method: 'POST', path: '/tax_exemptions/:id/ending', name: 'tax_exemptions.ending.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'End a certificate on a day from tomorrow on',
    controller: [TaxExemptionEndings, 'store'], body: endOnDay, answers: { status: 204, shape: null }, problems: taxProblems,
  },
  ...certificateEndpoints,
] // prettier-ignore

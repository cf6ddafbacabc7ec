import type { Endpoint } from '#app/shared/http/endpoint'
import { fileTypes } from '#app/shared/http/file_type'
import { taxProblems } from '#app/billing/http/tax_refusals'
import {
  certificateShape,
  listedCertificateShape,
} from '#app/billing/http/transformers/certificate_transformers'
import {
  listTaxCertificatesQuery,
  refuseTaxCertificate,
  submitTaxCertificate,
} from '#app/billing/http/validators/tax_validators'

const TaxCertificates = () => import('#app/billing/http/api/tax_certificates_controller')
const Decisions = () => import('#app/billing/http/api/tax_certificate_decisions_controller')

const reads = { customer: 'billing:read', staff: 'staff:billing:read' } as const
const changesCustomers = 'staff:customers:write' as const
const decided = { status: 409, code: 'certificate_decided', when: 'it was accepted or refused already.' }

/** Certificates of exemption over the API: handed in, looked at, accepted or refused. */
export const certificateEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/tax_certificates', name: 'tax_certificates.index', group: 'Taxes', audience: 'both', ability: reads,
    summary: 'List certificates of exemption that were handed in', controller: [TaxCertificates, 'index'],
    query: listTaxCertificatesQuery, answers: { status: 200, shape: listedCertificateShape, isList: true },
  },
  {
    method: 'POST', path: '/tax_certificates', name: 'tax_certificates.store', group: 'Taxes', audience: 'customer',
    ability: 'account:write', summary: 'Hand in a certificate of exemption; tax is charged as before until it is accepted',
    controller: [TaxCertificates, 'store'], body: submitTaxCertificate, file: 'file', answers: { status: 201, shape: certificateShape },
    problems: taxProblems,
  },
  {
    method: 'POST', path: '/customers/:id/tax_certificates', name: 'customers.tax_certificates.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'Hand in a certificate of exemption for a customer', controller: [TaxCertificates, 'store'],
    body: submitTaxCertificate, file: 'file', answers: { status: 201, shape: certificateShape }, problems: taxProblems,
  },
  {
    method: 'GET', path: '/tax_certificates/:id/file', name: 'tax_certificates.file', group: 'Taxes', audience: 'both', ability: reads,
    summary: 'Download the paper of a certificate', controller: [TaxCertificates, 'file'],
    answers: { status: 200, shape: null, contentType: [...fileTypes] },
  },
  {
    method: 'POST', path: '/tax_certificates/:id/acceptance', name: 'tax_certificates.acceptance.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'Accept a certificate: from its first day on the customer does not pay that tax',
    controller: [Decisions, 'accept'], answers: { status: 204, shape: null }, problems: [...taxProblems, decided],
  },
  {
    method: 'POST', path: '/tax_certificates/:id/refusal', name: 'tax_certificates.refusal.store', group: 'Taxes', audience: 'staff',
    ability: changesCustomers, summary: 'Refuse a certificate; the customer reads why', controller: [Decisions, 'refuse'],
    body: refuseTaxCertificate, answers: { status: 204, shape: null }, problems: [decided],
  },
] // prettier-ignore

import { previewShape, retentionShape } from '#app/privacy/http/transformers/retention_transformers'
import type { Endpoint } from '#app/shared/http/endpoint'
import { pageQuery } from '#app/shared/http/common_rules'
import {
  erasureShape,
  exportShape,
  legalHoldShape,
  staffPrivacyShape,
} from '#app/privacy/http/transformers/privacy_transformers'
import { holdForm, previewQuery, retentionForm } from '#app/privacy/http/validators/privacy_validators'

const DataExportsController = () => import('#app/privacy/http/api/data_exports_controller')
const CustomerPrivacyController = () => import('#app/privacy/http/api/customer_privacy_controller')
const LegalHoldsController = () => import('#app/privacy/http/api/legal_holds_controller')
const RetentionController = () => import('#app/privacy/http/api/retention_controller')
const ErasuresController = () => import('#app/privacy/http/api/erasures_controller')

const group = 'Privacy'

export const endpoints: Endpoint[] = [
  {
    method: 'GET', path: '/data-exports', name: 'data_exports.index', group, audience: 'customer', ability: 'account:write',
    summary: 'List copies of your data',
    controller: [DataExportsController, 'index'], answers: { status: 200, shape: exportShape, isList: true },
  },
  {
    method: 'POST', path: '/data-exports', name: 'data_exports.store', group, audience: 'customer', ability: 'account:write',
    summary: 'Have a copy of everything made that is kept about you; a mail says when it can be downloaded',
    controller: [DataExportsController, 'store'], answers: { status: 201, shape: exportShape },
    problems: [
      { status: 403, code: 'email_unverified', when: 'your address is not confirmed.' },
      { status: 403, code: 'not_yours_to_read', when: 'you may not read everything that is in it.' },
      { status: 409, code: 'export_under_way', when: 'a copy is being made.' },
    ],
  },
  {
    method: 'GET', path: '/data-exports/:id/file', name: 'data_exports.file.show', group, audience: 'customer', ability: 'account:write',
    summary: 'Download a copy of your data, for a week after it was made',
    controller: [DataExportsController, 'show'], answers: { status: 200, shape: null, contentType: 'application/zip' },
    problems: [
      { status: 403, code: 'not_yours_to_read', when: 'you may not read everything that is in it.' },
      { status: 404, code: 'export_not_found', when: 'it is not ready, too old or none of yours.' },
    ],
  },
  {
    method: 'GET', path: '/customers/:id/privacy', name: 'customers.privacy.show', group, audience: 'staff', ability: 'staff:customers:read',
    summary: 'Show what a customer agreed to and whether they are to be forgotten',
    controller: [CustomerPrivacyController, 'show'], answers: { status: 200, shape: staffPrivacyShape },
  },
  {
    method: 'PUT', path: '/customers/:id/legal-hold', name: 'customers.legal_hold.update', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Forbid that anything of a customer is erased',
    controller: [CustomerPrivacyController, 'update'], body: holdForm, answers: { status: 200, shape: staffPrivacyShape },
    problems: [{ status: 409, code: 'already_held', when: 'it is forbidden already.' }],
  },
  {
    method: 'DELETE', path: '/customers/:id/legal-hold', name: 'customers.legal_hold.destroy', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Allow again that a customer is forgotten',
    controller: [CustomerPrivacyController, 'destroy'], answers: { status: 204, shape: null },
    problems: [{ status: 404, code: 'not_held', when: 'nothing is forbidden.' }],
  },
  {
    method: 'GET', path: '/erasures', name: 'erasures.index', group, audience: 'staff', ability: 'staff:customers:read',
    summary: 'List who wants to be forgotten and who was, with certificates',
    controller: [ErasuresController, 'index'], query: pageQuery, answers: { status: 200, shape: erasureShape, isList: true },
  },
  {
    method: 'GET', path: '/legal-holds', name: 'legal_holds.index', group, audience: 'staff', ability: 'staff:customers:read',
    summary: 'List of whom nothing may be erased, and of whom that was so, newest first',
    controller: [LegalHoldsController, 'index'], query: pageQuery, answers: { status: 200, shape: legalHoldShape, isList: true },
  },
  {
    method: 'GET', path: '/retention', name: 'retention.show', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Show after how many days what is forgotten by itself, and what went lately',
    controller: [RetentionController, 'show'], answers: { status: 200, shape: retentionShape },
  },
  {
    method: 'PUT', path: '/retention', name: 'retention.update', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Say after how many days what is forgotten by itself; null keeps it for good, and kinds that are not named stay as they are',
    controller: [RetentionController, 'update'], body: retentionForm, answers: { status: 200, shape: retentionShape },
    problems: [{ status: 422, code: 'days_out_of_range', when: 'it would be kept for less than it has to be.' }],
  },
  {
    method: 'GET', path: '/retention/preview', name: 'retention.preview.show', group, audience: 'staff', ability: 'staff:settings:write',
    summary: 'Show what a rule would take away now, with the oldest examples; nothing is taken away',
    controller: [RetentionController, 'preview'], query: previewQuery, answers: { status: 200, shape: previewShape },
  },
] // prettier-ignore

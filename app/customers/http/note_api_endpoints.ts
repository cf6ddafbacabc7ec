import type { Endpoint } from '#app/shared/http/endpoint'
import { customerNoteShape } from '#app/customers/http/transformers/customer_transformers'
import {
  addCall,
  addNote,
  changeNote,
  listNotesQuery,
} from '#app/customers/http/validators/customer_validators'

const CustomerNotes = () => import('#app/customers/http/api/customer_notes_controller')
const CustomerCalls = () => import('#app/customers/http/api/customer_calls_controller')
const NoteRestorations = () => import('#app/customers/http/api/note_restorations_controller')

const group = 'Customers'
const ability = 'staff:customers:write' as const
const staffUnknown = { status: 422, code: 'staff_unknown', when: 'somebody who is named does not work here.' }
const notFound = { status: 404, code: 'note_not_found', when: 'there is no such note.' }
const notYours = { status: 403, code: 'note_of_somebody_else', when: 'somebody else wrote it.' }

/** What staff write down about a customer, for staff only. */
export const noteEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/customers/:id/notes', name: 'customers.notes.index', group, audience: 'staff', ability: 'staff:customers:read',
    summary: "List staff's notes about a customer and calls with them, newest first; is_pinned=true lists pinned ones",
    controller: [CustomerNotes, 'index'], query: listNotesQuery, answers: { status: 200, shape: customerNoteShape, isList: true },
  },
  {
    method: 'POST', path: '/customers/:id/notes', name: 'customers.notes.store', group, audience: 'staff', ability,
    summary: 'Write a note about a customer, for staff only; colleagues in mention_ids are told by mail',
    controller: [CustomerNotes, 'store'], body: addNote, answers: { status: 201, shape: customerNoteShape }, isIdempotent: true,
    problems: [staffUnknown],
  },
  {
    method: 'POST', path: '/customers/:id/calls', name: 'customers.calls.store', group, audience: 'staff', ability,
    summary: 'Write down a talk on the telephone with a customer',
    controller: [CustomerCalls, 'store'], body: addCall, answers: { status: 201, shape: customerNoteShape }, isIdempotent: true,
    problems: [staffUnknown, { status: 422, code: 'call_in_the_future', when: 'it would lie in the future.' }],
  },
  {
    method: 'PATCH', path: '/customer-notes/:id', name: 'customer_notes.update', group, audience: 'staff', ability,
    summary: 'Reword a note of your own, say to whom it is addressed, or pin anybody’s',
    controller: [CustomerNotes, 'update'], body: changeNote, answers: { status: 200, shape: customerNoteShape },
    problems: [notFound, notYours, staffUnknown],
  },
  {
    method: 'DELETE', path: '/customer-notes/:id', name: 'customer_notes.destroy', group, audience: 'staff', ability,
    summary: 'Take a note away; for a day it can be had back',
    controller: [CustomerNotes, 'destroy'], answers: { status: 204, shape: null }, problems: [notFound, notYours],
  },
  {
    method: 'POST', path: '/customer-notes/:id/restorations', name: 'customer_notes.restorations.store', group, audience: 'staff', ability,
    summary: 'Have back a note that was taken away',
    controller: [NoteRestorations, 'store'], answers: { status: 200, shape: customerNoteShape },
    problems: [notFound, { status: 409, code: 'note_gone', when: 'it was taken away more than a day ago, or by somebody else.' }],
  },
] // prettier-ignore

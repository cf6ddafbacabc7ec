// Table of data: one row per route.
import type { Endpoint } from '#app/shared/http/endpoint'
import { sshKeyShape } from '#app/customers/http/transformers/ssh_key_transformer'
import { addSshKeyBody } from '#app/customers/http/validators/ssh_key_validators'

const SshKeys = () => import('#app/customers/http/api/ssh_keys_controller')

export const sshKeyEndpoints: Endpoint[] = [
  {
    method: 'GET', path: '/ssh-keys', name: 'ssh_keys.index', group: 'Customer', audience: 'customer', ability: 'services:read',
    summary: 'List the keys that your new systems may accept',
    controller: [SshKeys, 'index'], answers: { status: 200, shape: sshKeyShape, isList: true },
  },
  {
    method: 'POST', path: '/ssh-keys', name: 'ssh_keys.store', group: 'Customer', audience: 'customer', ability: 'services:write',
    summary: 'Keep a public key, to be chosen when a server is ordered or rebuilt',
    controller: [SshKeys, 'store'], body: addSshKeyBody, answers: { status: 201, shape: sshKeyShape },
    problems: [
      { status: 422, code: 'private_key', when: 'it is a private key, which is not to leave your machine.' },
      { status: 422, code: 'not_a_key', when: 'it is not one line of a public key.' },
      { status: 422, code: 'type_unknown', when: 'its type is not one of those that are accepted.' },
      { status: 422, code: 'too_short', when: 'it is an RSA key of less than 2048 bits.' },
      { status: 422, code: 'key_known', when: 'you have this key already.' },
      { status: 422, code: 'too_many_keys', when: 'you have 50 keys.' },
    ],
  },
  {
    method: 'DELETE', path: '/ssh-keys/:id', name: 'ssh_keys.destroy', group: 'Customer', audience: 'customer', ability: 'services:write',
    summary: 'Forget a key; systems that accept it are left as they are',
    controller: [SshKeys, 'destroy'], answers: { status: 204, shape: null },
    problems: [{ status: 404, code: 'key_not_found', when: 'you have no such key.' }],
  },
] // prettier-ignore

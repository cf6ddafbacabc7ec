import { test } from '@japa/runner'
import { connectionFaultIn } from '#app/provisioning/domain/connection_fault'

/** What the network and the drivers say, word for word, when a panel does not let itself be connected. */
const rows: [string, string, string | null][] = [
  ['retry_later', 'self-signed certificate; if the root CA is installed locally, try running Node.js with --use-system-ca.', 'certificate'],
  ['retry_later', 'certificate has expired.', 'certificate'],
  ['retry_later', "Hostname/IP does not match certificate's altnames: Host: panel.", 'certificate'],
  ['retry_later', '40CD:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../x.c:77:\n.', 'no_tls'],
  ['retry_later', 'getaddrinfo ENOTFOUND nosuch.invalid.', 'name_unknown'],
  ['retry_later', 'connect ECONNREFUSED 127.0.0.1:4599.', 'not_reached'],
  ['retry_later', 'No answer within the deadline.', 'slow'],
  ['misconfigured', 'The address of the panel leads elsewhere.', 'leads_elsewhere'],
  ['unknown', 'Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/).', 'other_product'],
  ['misconfigured', 'Nothing answers at the address of the panel interface.', 'other_product'],
  ['misconfigured', 'Nothing answers at the address of the interface.', 'other_product'],
  ['misconfigured', 'What answers at this address is not the panel.', 'other_product'],
  ['retry_later', 'The panel answered without its data.', 'other_product'],
  ['misconfigured', 'The panel answered a list without its rows.', 'other_product'],
  ['misconfigured', 'The panel answered a list without its items.', 'other_product'],
  ['retry_later', 'The panel answered something unreadable.', 'other_product'],
  ['retry_later', 'Kasm answered with something else than data.', 'other_product'],
  ['misconfigured', 'Our token may not do this: Forbidden', 'right_missing'],
  ['misconfigured', 'Kasm refuses our key, or it may not do this.', 'right_missing'],
  ['misconfigured', 'The panel refuses our token.', 'token_refused'],
  ['misconfigured', 'The panel refuses our key.', 'token_refused'],
  ['misconfigured', 'Unauthorized', 'token_refused'],
  ['unknown', 'The panel answered 503.', 'broken'],
  ['misconfigured', 'The panel knows no organisation of this id.', null],
] // prettier-ignore

test.group('Why a panel does not let itself be connected', () => {
  for (const [type, message, expected] of rows) {
    test(`${message.slice(0, 60)}: ${expected}`, ({ assert }) =>
      assert.equal(connectionFaultIn({ type, message }), expected))
  }
})

/** Every column in which secrets lie sealed; `bin/ace secrets:rotate` seals them anew. A test looks whether one is missing. */
import type { SealedPlace } from '#app/shared/secrets/reseal'

export const sealedPlaces: SealedPlace[] = [
  { table: 'gateways', column: 'secrets', context: `'gateway:' || t.id` },
  { table: 'panels', column: 'secrets', context: `'panel:' || t.id` },
  { table: 'services', column: 'credentials', context: `'service:' || t.id` },
  {
    table: 'operation_steps',
    column: 'output',
    within: 'sealed',
    context: `(select 'service:' || o.service_id from operations o where o.tenant_id = t.tenant_id and o.id = t.operation_id)`,
  },
  { table: 'totp_factors', column: 'sealed_seed', context: `'totp:' || t.user_id` },
  { table: 'password_resets', column: 'sealed_token', context: `'password_reset:' || t.id` },
  { table: 'email_links', column: 'sealed_token', context: `'email_link:' || t.id` },
  { table: 'asked_sign_ups', column: 'sealed_token', context: `'asked_sign_up:' || t.id` },
  { table: 'invitations', column: 'sealed_token', context: `'invitation:' || t.id` },
  { table: 'sign_in_providers', column: 'sealed_secret', context: `'sign_in_provider:' || t.id` },
  { table: 'oauth_clients', column: 'sealed_secret', context: `'oauth_client:' || t.id` },
  { table: 'oauth_keys', column: 'sealed_key', context: `'oauth_key:' || t.id` },
  {
    table: 'oauth_records',
    column: 'sealed_payload',
    context: `'oauth:' || t.kind || ':' || encode(t.id_hash, 'base64')`,
  },
  { table: 'offers', column: 'sealed_token', context: `'offer:' || t.id` },
  { table: 'audit_keys', column: 'sealed_key', context: `'audit:' || t.tenant_id` },
  { table: 'idempotency_keys', column: 'response_body', within: 'sealed', context: `'idempotency_keys'` },
]

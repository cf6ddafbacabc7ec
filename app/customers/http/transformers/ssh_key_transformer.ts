import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import type { SshKey } from '#app/customers/records/ssh_keys'

export function showSshKey({ id, name, publicKey, fingerprint, createdAt }: SshKey) {
  return {
    id: showId('sshKey', id),
    name,
    public_key: publicKey,
    fingerprint,
    created_at: createdAt.toISOString(),
  }
}

export const sshKeyShape = vine.create({
  id: vine.string(),
  name: vine.string(),
  public_key: vine.string(),
  fingerprint: vine.string(),
  created_at: vine.string(),
})

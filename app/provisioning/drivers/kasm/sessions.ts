import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult, UsageMeasure } from '#app/provisioning/drivers/contract'
import { type KasmApi, plainId } from '#app/provisioning/drivers/kasm/api'
import type { KasmImage, KasmSession } from '#app/provisioning/drivers/kasm/shapes'

const keptMs = 60_000
const imagesKept = new Map<string, { images: KasmImage[]; readAt: number }>()

/** Desktops on demand: what runs for a user, and how it begins and ends. */
export function sessionsOf(api: KasmApi): Pick<PanelGroups, 'sessions' | 'usage'> {
  return {
    sessions: {
      async listSessions(reference) {
        const sessions = await runningFor(api, reference)
        return sessions.ok ? ok(sessions.value.map(showSession)) : sessions
      },
      /**
       * Kasm knows no key by which a repeat is recognised, so what runs is looked through first: of one image each user has one
       * session, and whoever asks again is brought to it.
       */
      async startSession(reference, imageName) {
        const image = await findImage(api, imageName)
        if (!image.ok) return image
        const sessions = await runningFor(api, reference)
        if (!sessions.ok) return sessions
        const same = sessions.value.find((session) => isOf(session, image.value))
        if (same) return linkTo(api, { reference, session: same.kasm_id })
        const begun = await api.act<{ kasm_id?: string; kasm_url?: string }>('request_kasm', {
          user_id: reference,
          image_id: image.value.image_id,
          enable_sharing: false,
        })
        if (!begun.ok) return begun
        const url = below(api, begun.value.kasm_url)
        return url ? ok({ url }) : err(noLink)
      },
      openSession: (reference, session) => linkTo(api, { reference, session }),
      async endSession(reference, session) {
        const ended = await api.act('destroy_kasm', { user_id: reference, kasm_id: session })
        // What is not there any more has ended.
        return ended.ok || ended.error.type === 'gone' ? ok() : ended
      },
    },
    usage: {
      async readUsage(reference) {
        const sessions = await runningFor(api, reference)
        if (!sessions.ok) return sessions
        const used: UsageMeasure = { name: 'sessions', used: sessions.value.length, limit: null, unit: 'count', period: null } // prettier-ignore
        return ok([used])
      },
    },
  }
}

/** What somebody can work with. */
async function runningFor(api: KasmApi, reference: string): PanelResult<KasmSession[]> {
  const present = await presentFor(api, reference)
  return present.ok
    ? ok(present.value.filter(({ operational_status }) => operational_status !== 'stopped'))
    : present
}

/** All that is there of a user. A part of it would read as if the rest had ended, so that it is no answer. */
export async function presentFor(api: KasmApi, reference: string): PanelResult<KasmSession[]> {
  type Answer = { kasms?: KasmSession[] | null; total?: number; total_count?: number }
  const all = await api.ask<Answer>('get_kasms')
  if (!all.ok) return all
  const { kasms, total, total_count } = all.value
  if (!Array.isArray(kasms))
    return err({ type: 'misconfigured', message: 'Kasm answered without its sessions.' })
  if ((total ?? total_count ?? 0) > kasms.length)
    return err({ type: 'misconfigured', message: 'Kasm tells a part of its sessions only.' })
  return ok(
    kasms.filter(
      ({ user_id, operational_status = '' }) =>
        plainId(user_id) === plainId(reference) && !over.has(operational_status)
    )
  )
}

/** What is gone, or will be in a moment. Other words are not documented either: a desktop whose word we do not know counts as one. */
const over = new Set(['deleting', 'deleted', 'destroyed'])

export async function listImages(api: KasmApi): PanelResult<KasmImage[]> {
  const known = imagesKept.get(api.root)
  if (known && performance.now() - known.readAt < keptMs) return ok(known.images)
  const answer = await api.ask<{ images?: KasmImage[] }>('get_images')
  if (!answer.ok) return answer
  const images = (answer.value.images ?? []).filter(({ enabled, hidden }) => enabled && hidden !== true)
  if (imagesKept.size > 200) imagesKept.clear()
  imagesKept.set(api.root, { images, readAt: performance.now() })
  return ok(images)
}

/** Ids change when an image is imported anew; names stay. */
async function findImage(api: KasmApi, name: string): PanelResult<KasmImage> {
  const images = await listImages(api)
  if (!images.ok) return images
  const found = images.value.find((image) => image.friendly_name === name)
  if (found) return ok(found)
  return err({ type: 'refused', reason: 'invalid', message: `There is no image called "${name}".` })
}

function isOf(session: KasmSession, image: KasmImage): boolean {
  if (session.operational_status === 'failed') return false
  if (session.image_id) return plainId(session.image_id) === plainId(image.image_id)
  return session.image?.friendly_name === image.friendly_name
}

async function linkTo(
  api: KasmApi,
  { reference, session }: { reference: string; session: string }
): PanelResult<{ url: string }> {
  const body = { user_id: reference, kasm_id: session, skip_agent_check: true }
  const status = await api.ask<{ kasm_url?: string; operational_status?: string }>('get_kasm_status', body)
  if (!status.ok) return status
  const url = below(api, status.value.kasm_url)
  if (url) return ok({ url })
  if (status.value.operational_status === 'failed')
    return err({ type: 'refused', reason: 'build_failed', message: 'The session could not be started.' })
  return err({ type: 'retry_later', message: 'The session is still starting.' })
}

const noLink = {
  type: 'misconfigured',
  message: 'Kasm answered without the address of the session.',
} as const

/** The address of a path of this installation. Whatever the answer holds, nobody is sent to another host. */
function below(api: KasmApi, path: string | undefined): string | null {
  if (!path || !path.startsWith('/') || path.startsWith('//') || path.includes('\\')) return null
  return `${api.root}${path}`
}

function showSession(session: KasmSession) {
  const { kasm_id, operational_status = 'running', start_date, expiration_date, image } = session
  return {
    reference: plainId(kasm_id),
    image: image?.friendly_name ?? image?.name ?? '',
    state: stateOf(operational_status),
    startedAt: instantOf(start_date),
    endsAt: expiration_date ? instantOf(expiration_date) : null,
  }
}

function stateOf(word: string): 'starting' | 'running' | 'failed' {
  if (word === 'running') return 'running'
  return word === 'failed' ? 'failed' : 'starting'
}

/** `2026-02-01 10:00:00.000000` is UTC without saying so. */
function instantOf(text: string): string {
  const iso = text.includes('T') ? text : text.replace(' ', 'T')
  return /Z|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso.slice(0, 23)}Z`
}

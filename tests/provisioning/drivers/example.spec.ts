import { test } from '@japa/runner'
import { newId } from '#app/shared/ids'
import { conformance, type PanelSubject } from '#tests/provisioning/drivers/conformance'
import { example } from '#tests/provisioning/drivers/example/driver'
import { ExampleStandIn } from '#tests/provisioning/drivers/example/stand_in'

const panel = new ExampleStandIn()
const secrets = { token: panel.token }

const subject: PanelSubject = {
  driver: example,
  secrets,
  wrongSecrets: { token: 'example-token-that-opens-nothing' },
  open: ({ secrets: given = secrets, isElsewhere = false } = {}) => {
    const baseUrl = panel.url + (isElsewhere ? '/nowhere' : '')
    const config = { callTimeoutMs: 400 }
    const connection = {
      id: newId(),
      code: 'example',
      baseUrl,
      secrets: given,
      config,
      maxConcurrentCalls: 4,
    }
    return example.open(connection, { kind: 'panel', id: newId() })
  },
  servers: async () => panel.servers.map(({ id, isSuspended }) => ({ reference: String(id), isSuspended })),
  loseAnswer: async (_call, kind) => panel.loseAnswer(kind),
  fillUp: async () => panel.fillUp(),
  spec: {
    cpuCores: 2,
    memoryMb: 4096,
    storageGb: 80,
    trafficGb: 0,
    networkMbps: 1000,
    package: 'VPS M',
    template: 'Debian 13',
    location: null,
    ipv4Count: 1,
    backups: false,
  },
  hostname: 'web1.example.test',
  marksOnCreation: true,
}

test.group('A driver written with docs/drivers.md alone conforms', (group) => {
  group.setup(async () => {
    await panel.start()
    return () => panel.stop()
  })
  group.each.setup(() => panel.empty())
  conformance(example, () => subject)
})

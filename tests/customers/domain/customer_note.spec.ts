import { test } from '@japa/runner'
import {
  mayRemove,
  mayRestore,
  mayReword,
  newlyMentioned,
  type NoteReader,
  type NoteState,
} from '#app/customers/domain/customer_note'

const removedAt = new Date('2026-03-01T09:00:00Z')
const there: NoteState = { author_id: 'ada', removed_at: null, removed_by: null }
const gone: NoteState = { author_id: 'ada', removed_at: removedAt, removed_by: 'boss' }
const ada: NoteReader = { userId: 'ada', isManager: false }
const sam: NoteReader = { userId: 'sam', isManager: false }
const boss: NoteReader = { userId: 'boss', isManager: true }
const soon = new Date('2026-03-02T08:59:59Z')
const late = new Date('2026-03-02T09:00:00Z')

test.group('A note about a customer', () => {
  const rows: [string, boolean, boolean][] = [
    ['its author rewords it', mayReword(there, ada), true],
    ['a colleague does not', mayReword(there, sam), false],
    ['nor does who runs the settings', mayReword(there, boss), false],
    ['nobody rewords what was taken away', mayReword(gone, ada), false],
    ['its author takes it away', mayRemove(there, ada), true],
    ['a colleague does not take it away', mayRemove(there, sam), false],
    ['who runs the settings takes it away', mayRemove(there, boss), true],
    ['nobody takes it away twice', mayRemove(gone, boss), false],
    ['whoever took it away has it back within a day', mayRestore(gone, boss, soon), true],
    ['its author has it back', mayRestore(gone, ada, soon), true],
    ['a colleague does not have it back', mayRestore(gone, sam, soon), false],
    ['after a day nobody has it back', mayRestore(gone, boss, late), false],
    ['what is there is not had back', mayRestore(there, ada, soon), false],
  ]
  for (const [name, actual, expected] of rows) {
    test(name, ({ assert }) => assert.equal(actual, expected))
  }

  test('tells each colleague once, and nobody of what they wrote themselves', ({ assert }) => {
    assert.deepEqual(newlyMentioned(['sam'], ['sam', 'ada', 'kim', 'kim'], 'ada'), ['kim'])
    assert.deepEqual(newlyMentioned([], [], 'ada'), [])
  })
})

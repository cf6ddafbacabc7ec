import { test } from '@japa/runner'
import { answerAsked } from '#app/catalogue/domain/asked_variables'
import { checkVariable, fillVariables } from '#app/catalogue/domain/variable_rules'

const jar = 'required|regex:/^([\\w\\d._-]+)(\\.jar)$/'

test.group('Variables of a game', () => {
  test('{0} takes "{1}": {2}')
    .with([
      ['required|string|max:5', 'abcde', null],
      ['required|string|max:5', 'abcdef', 'at_most'],
      ['required|string|max:5', '', 'required'],
      ['nullable|string|max:5', '', null],
      ['required|string|max:5', 'äöü😀é', null],
      ['required|string', 'two\nlines', 'text'],
      ['required|string|between:3,15', 'ab', 'between'],
      ['required|integer|min:1000|max:6000', '1000', null],
      ['required|integer|min:1000|max:6000', '999', 'at_least'],
      ['required|integer|min:1000|max:6000', '6001', 'at_most'],
      ['required|integer', '12.5', 'whole_number'],
      ['required|integer', '1e3', 'whole_number'],
      ['required|numeric', '12.5', null],
      ['required|numeric', 'twelve', 'number'],
      ['required|boolean', '1', null],
      ['required|boolean', 'true', 'yes_or_no'],
      ['required|string|in:recommended,latest', 'latest', null],
      ['required|string|in:recommended,latest', 'newest', 'one_of'],
      ['required|alpha_dash|between:5,20', 'my-world_1', null],
      ['required|alpha_dash|between:5,20', 'my world', 'letters'],
      ['nullable|url', 'https://example.test/a', null],
      ['nullable|url', 'javascript:alert(1)', 'url'],
      [jar, 'server.jar', null],
      [jar, 'server.exe', 'format'],
      ['required|regex:/^(a|b)$/', 'b', null],
      ['required|regex:/^(a|b)$/|max:1', 'c', 'format'],
      ['required|regex:/^(?>a)$/', 'left to the panel', null],
      ['required|a_rule_of_tomorrow:3', 'x', null],
      ['required|size:4', 'abc', 'exactly'],
      ['required|integer', '007', 'whole_number'],
      ['required|integer', '+7', null],
      ['required|integer', '9'.repeat(30), 'whole_number'],
      ['required|numeric', '0x1F', 'number'],
      ['required|numeric', '1_000', 'number'],
      ['required|numeric', '.5', null],
      ['required|numeric', '1e999', 'number'],
      ['required|in:"one, two",three', 'one, two', null],
      ['required|in:"say ""hi""",three', 'say "hi"', null],
      ['required|in:"one, two",three', 'one', 'one_of'],
      ['required|not_in:admin,root', 'root', 'format'],
      ['required|alpha', 'Größe', null],
      ['required|alpha', 'a1', 'letters'],
      ['required|digits:4', '0042', null],
      ['required|digits:4', '42', 'between'],
      ['required|digits_between:2,4', '12345', 'between'],
      ['required|digits:2', '٤٢', 'whole_number'],
      ['required|starts_with:https://,git@', 'ftp://x', 'format'],
      ['required|ends_with:.jar,.zip', 'pack.zip', null],
      ['required_if:MODE,custom|url', '', 'required'],
      ['required_if:environment.MODE,custom|url', '', 'required'],
      ['required_if:MODE,plain', '', null],
      ['required_unless:MODE,custom,other', '', null],
      ['required_unless:MODE,plain', '', 'required'],
      ['required_with:MODE', '', 'required'],
      ['required_with_all:MODE,EMPTY', '', null],
      ['required_without:EMPTY', '', 'required'],
      ['required_without_all:EMPTY,MODE', '', null],
      // Of a variable that nobody knows here the panel decides.
      ['required_if:ELSEWHERE,1', '', null],
      ['required_without:ELSEWHERE', '', null],
      ['string|max:5', '', null],
      ['regex:/^[\\w\\/]+$/', 'a/b', null],
      ['not_regex:/[<>]/', '<b>', 'format'],
      // A pattern that goes round in circles is the panel's to try.
      ['regex:/^(\\w+\\.?)+$/', `${'x'.repeat(27)}!`, null],
      ['required|string|max:2', '👨‍👩‍👧', 'at_most'],
      ['required|string', '\u0007', 'text'],
    ] as [string, string, string | null][])
    .run(({ assert }, [rules, value, problem]) => {
      assert.equal(checkVariable(rules, value, { MODE: 'custom', EMPTY: '' })?.rule ?? null, problem)
    })

  test('what is not given has its default, and everything wrong is told at once', ({ assert }) => {
    const definition = { name: 'Jar', description: '', rules: jar }
    const definitions = [
      { ...definition, code: 'JAR', defaultValue: 'server.jar' },
      { ...definition, code: 'OTHER', defaultValue: '' },
    ]
    const filled = fillVariables(definitions, { JAR: 'x.exe', UNKNOWN: '1' })
    assert.deepEqual(filled.values, { JAR: 'x.exe', OTHER: '' })
    assert.deepEqual(filled.faults.map(({ code, problem }) => [code, problem.rule]), [['JAR', 'format'], ['OTHER', 'required']]) // prettier-ignore
  })

  test('what is emptied is empty, and not the word for nothing', ({ assert }) => {
    const definition = { code: 'VERSION', name: 'Version', description: '', defaultValue: 'latest', rules: 'nullable|string' } // prettier-ignore
    for (const [wished, value] of [
      [{}, 'latest'],
      [{ VERSION: null }, ''],
      [{ VERSION: '' }, ''],
      [{ VERSION: '1.21' }, '1.21'],
    ] as const)
      // prettier-ignore
      assert.equal(answerAsked({ definitions: [definition], fixed: {} }, wished).values.VERSION, value)
  })
})

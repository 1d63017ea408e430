import { describe, expect, test } from 'vitest'
import { alignTabs, DESCRIBE_TABS, TABLE_TABS } from '../../../src/kubectl/tabwriter.ts'

describe('a table', () => {
  test.each([
    [
      'columns are as wide as their widest cell and three spaces',
      'NAME\tA\nlonger-name\tb\n',
      'NAME          A\nlonger-name   b\n',
    ],
    ['no column is narrower than six', 'A\tB\tC\n1\t2\t3\n', 'A     B     C\n1     2     3\n'],
    ['the last cell is not padded', 'A\tB\nx\tlonger\n', 'A     B\nx     longer\n'],
    ['an empty last cell leaves the padding of the one before', 'A\tB\tC\nx\ty\t\n', 'A     B     C\nx     y     \n'],
    ['width is counted in characters, not in code units', 'é😀\tB\nabcd\tB\n', 'é😀     B\nabcd   B\n'],
  ])('%s', (_, text, expected) => {
    expect(alignTabs(text, TABLE_TABS)).toBe(expected)
  })
})

describe('a description', () => {
  test.each([
    ['a line without a tab ends the columns', 'a:\tb\nlong line\nlonger:\tc\n', 'a:  b\nlong line\nlonger:  c\n'],
    [
      'a line with fewer cells ends the columns to its right',
      'a\tbbbb\tc\nd\te\nf\tg\th\n',
      'a  bbbb  c\nd  e\nf  g  h\n',
    ],
    ['columns at the same place in two blocks differ', 'aaaa\tb\n\nc\td\n', 'aaaa  b\n\nc  d\n'],
    [
      'an indented block keeps its own columns',
      'Taints:\tx\nLease:\n  Holder:\ty\n',
      'Taints:  x\nLease:\n  Holder:  y\n',
    ],
  ])('%s', (_, text, expected) => {
    expect(alignTabs(text, DESCRIBE_TABS)).toBe(expected)
  })
})

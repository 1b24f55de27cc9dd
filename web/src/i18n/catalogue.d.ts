declare module '*.json?icu' {
  const texts: Readonly<Record<string, (values: Readonly<Record<string, string | number>>) => string>>;
  export default texts;
}

declare module '@messageformat/core/compile-module.js' {
  import type MessageFormat from '@messageformat/core';
  export default function compileModule(format: MessageFormat, messages: unknown): string;
}

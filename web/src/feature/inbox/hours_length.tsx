// A choice out of some lengths, as a native list.
type LengthProperties = {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly options: readonly number[];
  readonly text: (value: number) => string;
  readonly choose: (value: number) => void;
};

// A value that another version saved stays a choice.
export function Length({ id, label, value, options, text, choose }: LengthProperties) {
  const all = options.includes(value) ? options : [...options, value].sort((left, right) => left - right);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} onChange={(event) => choose(Number(event.currentTarget.value))}>
        {all.map((option) => (
          <option key={option} value={option} selected={option === value}>
            {text(option)}
          </option>
        ))}
      </select>
    </div>
  );
}

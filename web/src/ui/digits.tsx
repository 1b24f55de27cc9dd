// A safety number in its groups of four, as it stands on the poster.
export function Digits({ number }: { number: string }) {
  return (
    <p class="digits" translate={false}>
      {number.split(' ').map((group, index) => (
        // The same group of four can occur twice; its place is its identity.
        <span key={`${index}-${group}`}>{group}</span>
      ))}
    </p>
  );
}

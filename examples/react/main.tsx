import { useState } from 'react';
import { createRoot } from 'react-dom/client';

// The script in index.html loads the element, and heart-survey.d.ts has its types. If you use @heart-survey/widget as a
// dependency instead, import it with this line and add endpoint="https://survey.example.gov" to the tag:
// import '@heart-survey/widget/define';

const offices = { central: 'Central Region', 'north-coastal': 'North Coastal Region' };
type Office = keyof typeof offices;

function Contact() {
  const [office, setOffice] = useState<Office>('central');
  const [open, setOpen] = useState(true);
  const [status, setStatus] = useState('');
  return (
    <>
      <h1>Contact us</h1>
      <label>
        Your office{' '}
        <select value={office} onChange={({ target }) => setOffice(target.value as Office)}>
          {Object.entries(offices).map(([slug, name]) => (
            <option key={slug} value={slug}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button onClick={() => setOpen(!open)}>{open ? 'Hide the survey' : 'Show the survey'}</button>
      {open && (
        <heart-survey
          region={office}
          region-name={offices[office]}
          onheart-response={({ quarter }) => setStatus(`Counted in the quarter ${quarter}.`)}
          onheart-error={({ reason }) => setStatus(`Not sent: ${reason}.`)}
        >
          <a href={`https://survey.example.gov/s/${office}`}>How are we doing? Take our 1-minute survey</a>
        </heart-survey>
      )}
      <p role="status">{status}</p>
    </>
  );
}

createRoot(document.getElementById('root')!).render(<Contact />);

"""The Counter: every act of the shop as one call, for the window and the command line alike.

Calls block (the window runs them on its executors, never on the Qt thread) and raise ToonbankError with a sentence for the person.
"""

from app.pipeline.desk.answering import Answering
from app.pipeline.desk.calling import Calling
from app.pipeline.desk.handing_over import HandingOver
from app.pipeline.desk.importing import Importing
from app.pipeline.desk.keeping import Keeping
from app.pipeline.desk.knowing import Knowing
from app.pipeline.desk.looking import Looking
from app.pipeline.desk.models import Models
from app.pipeline.desk.ordering import Ordering
from app.pipeline.desk.people import People
from app.pipeline.desk.receiving import Receiving
from app.pipeline.desk.sorting import Sorting
from app.pipeline.desk.speaking import Speaking
from app.pipeline.desk.teaching import Teaching
from app.pipeline.desk.tending import Tending
from app.pipeline.desk.transcribing import Transcribing
from app.pipeline.desk.translating import Translating


class Counter(
    Looking,
    Sorting,
    Teaching,
    Answering,
    Speaking,
    Translating,
    Transcribing,
    HandingOver,
    Importing,
    Ordering,
    Calling,
    People,
    Receiving,
    Knowing,
    Tending,
    Models,
    Keeping,
):
    """Facade over the pipeline's stages. Made by bootstrap; `close()` releases the profile. Each kind of act is a file of `desk/`."""

/* SPDX-License-Identifier: Apache-2.0 */
package dev.millrace.spring.observe;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What Millrace observes. No key holds an item, a tenant or a user. */
public enum MillraceObservation implements ObservationDocumentation {

    /** A command is published: from the call to the answer of the command table. */
    PUBLISH {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return StandardPublishConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return KeyName.merge(CommonKey.values(), PublishKey.values());
        }
    },

    /** The bridge has carried a change to Kafka: the moment of the acknowledgement. */
    BRIDGE {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return StandardBridgeConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return KeyName.merge(CommonKey.values(), MessagingKey.values());
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return ChangeKey.values();
        }
    },

    /** A sink takes a change: as long as the batch lasts that the change is in. */
    SINK {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return StandardSinkConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return KeyName.merge(CommonKey.values(), MessagingKey.values(), SinkKey.values());
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return ChangeKey.values();
        }
    };

    /** On all observations. */
    public enum CommonKey implements KeyName {
        /** The module's name. */
        MODULE {
            @Override
            public String asString() {
                return "millrace.module";
            }
        },
        /** How it ended. */
        OUTCOME {
            @Override
            public String asString() {
                return "millrace.outcome";
            }
        }
    }

    /** On observations of commands. */
    public enum PublishKey implements KeyName {
        /** The method of {@link dev.millrace.command.CommandService}. */
        OPERATION {
            @Override
            public String asString() {
                return "millrace.operation";
            }
        },
        /** {@code dynamodb}. */
        DB_SYSTEM {
            @Override
            public String asString() {
                return "db.system";
            }
        }
    }

    /** On observations of changes that travel. */
    public enum MessagingKey implements KeyName {
        /** {@code kafka}. */
        SYSTEM {
            @Override
            public String asString() {
                return "messaging.system";
            }
        },
        /** {@code publish} or {@code process}. */
        OPERATION {
            @Override
            public String asString() {
                return "messaging.operation";
            }
        }
    }

    /** On observations of sinks. */
    public enum SinkKey implements KeyName {
        /** The sink's name. */
        SINK {
            @Override
            public String asString() {
                return "millrace.sink";
            }
        }
    }

    /** On spans of changes, not on meters. */
    public enum ChangeKey implements KeyName {
        /** The command's id. */
        COMMAND_ID {
            @Override
            public String asString() {
                return "millrace.command.id";
            }
        },
        /** The version that the change leads to. */
        VERSION {
            @Override
            public String asString() {
                return "millrace.version";
            }
        }
    }
}
